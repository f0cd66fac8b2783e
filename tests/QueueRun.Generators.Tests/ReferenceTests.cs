using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QueueRun.TestCompilations;

namespace QueueRun.Generators.Tests;

/// <summary>Handlers in referenced assemblies, and assemblies without handlers.</summary>
public class ReferenceTests
{
    [Fact]
    public void A_module_names_the_modules_of_referenced_assemblies()
    {
        var a = CompiledLibrary.Of("Lib.A", "public static class A { [SocketHandler(\"a=1\")] internal static void M() {} }");
        var b = CompiledLibrary.Of("Lib-B", "public static class B;", a);

        var run = Run(OutputKind.DynamicallyLinkedLibrary, "static class C { [SocketHandler(\"a=2\")] internal static void M() {} }", b, a);

        Assert.Equal(["new global::QueueRun.Generated.Lib_x002DB.Module()", "new global::QueueRun.Generated.Lib_A.Module()"], Added(run));
    }

    [Fact]
    public void A_module_announces_what_a_program_may_have_only_once_and_what_it_heard_of_others()
    {
        var inner = CompiledLibrary.Of("Lib.Inner", """
            [SocketMessage("event", "it's")] public record Said(string Text);
            public record Mail(string Text);
            static class Inner
            {
                [SocketHandler("a=1/[b]")] internal static void M() {}
                [QueueHandler("mail")] internal static void Send(Mail job) {}
                [Authenticate] internal static SocketUser? Authenticate(string data) => null;
                [OnConnect] internal static void Connect() {}
            }
            """);
        var outer = CompiledLibrary.Of("Lib.Outer", "static class Outer { [SocketHandler] internal static void M() {} }", inner);

        // The program does not see Lib.Inner: the project of Lib.Outer keeps it to itself.
        var run = Run(OutputKind.DynamicallyLinkedLibrary, "static class C { [SocketHandler(\"a=2\")] internal static void M() {} }", outer);

        Snapshot.Verify(run, "Module.g.cs");
    }

    [Fact]
    public void Assemblies_whose_names_differ_in_punctuation_only_live_side_by_side()
    {
        string[] names = ["Lib.A", "Lib_A", "Lib-A", "Lib..A", "Lib._A", "Lib_.A", "Lib.x002DA", "lib.a", "event", "_event", "3D"];
        var libraries = names.Select((name, i) => CompiledLibrary.Of(name, $"static class C {{ [SocketHandler(\"a={i}\")] internal static void M() {{}} }}"));

        var run = Run(OutputKind.ConsoleApplication, "new ServiceCollection().AddQueueRun();", [.. libraries]);

        Assert.Equal(names.Length, Added(run).Distinct().Count());
    }

    [Fact]
    public void An_assembly_may_be_known_by_an_extern_alias_alone()
    {
        var library = CompiledLibrary.Of("Lib.A", "public static class A { [SocketHandler] internal static void M() {} }");

        var run = GeneratorRun.Of(TestCompilation.Create(TestCompilation.AssemblyName, OutputKind.ConsoleApplication,
            [.. TestCompilation.References, library.Reference.WithAliases(["lib"])], "new ServiceCollection().AddQueueRun();"));

        Assert.Equal(["new lib::QueueRun.Generated.Lib_A.Module()"], Added(run));
    }

    [Fact]
    public void Friends_do_not_see_each_others_emitted_code()
    {
        const string Friend = "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"{0}\")]";
        const string Talk = "{0} internal record Said(string Text); static class Chat {{ [SocketHandler(\"a={1}\")] internal static Task Say(Said data, ISocket socket) => socket.SendAsync(new {{ data.Text }}).AsTask(); }}";
        var a = CompiledLibrary.Of("Lib.A", Format(Talk, Format(Friend, "Lib_A") + Format(Friend, "My.App"), 1));
        var b = CompiledLibrary.Of("Lib_A", Format(Talk, Format(Friend, "My.App"), 2), a);

        Run(OutputKind.ConsoleApplication, "new ServiceCollection().AddQueueRun(); class App { [SocketHandler] internal static object Answer(JsonElement data) => new { data }; }", a, b);
    }

    [Fact]
    public void Without_handlers_there_is_AddQueueRun_and_no_table()
    {
        var run = GeneratorRun.Of("class C { void M(IServiceCollection services) => services.AddQueueRun(options => options.MaxMessageSize = 1); }");

        Assert.True(run.HasFile("AddQueueRun.g.cs"));
        Assert.True(run.HasFile("Module.g.cs"));
        Assert.False(run.HasFile("Handlers.g.cs"));
    }

    [Fact]
    public void Without_QueueRun_nothing_is_emitted()
    {
        var input = CSharpCompilation.Create("X", [TestCompilation.Parse("class C;", "C.cs")], TestCompilation.ReferencesWithoutQueueRun,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

        Assert.Empty(GeneratorRun.Of(input).FileNames);
    }

    private static IEnumerable<string> Added(GeneratorRun run)
        => run.File("Module.g.cs").Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith("module.Add(", StringComparison.Ordinal))
            .Select(line => line["module.Add(".Length..^2]);

    private static string Format(string text, params object[] values) => string.Format(CultureInfo.InvariantCulture, text, values);

    private static GeneratorRun Run(OutputKind kind, string program, params CompiledLibrary[] references)
        => GeneratorRun.Of(TestCompilation.Create(TestCompilation.AssemblyName, kind, [.. TestCompilation.References, .. references.Select(library => library.Reference)], program));
}
