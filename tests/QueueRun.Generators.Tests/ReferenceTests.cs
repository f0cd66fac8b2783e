using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QueueRun.TestCompilations;

namespace QueueRun.Generators.Tests;

/// <summary>Handlers in referenced assemblies, and assemblies that bring none.</summary>
public class ReferenceTests
{
    [Fact]
    public void A_module_names_the_modules_of_referenced_assemblies()
    {
        var a = Library("Lib.A", "public static class A { [SocketHandler(\"a=1\")] internal static void M() {} }");
        var b = Library("Lib-B", "public static class B;", a);

        var run = Run(OutputKind.DynamicallyLinkedLibrary, "static class C { [SocketHandler(\"a=2\")] internal static void M() {} }", b, a);

        var module = run.File("Module.g.cs");
        Assert.Contains("module.Add(new global::QueueRun.Generated.Lib_A.Module());", module, StringComparison.Ordinal);
        Assert.Contains("module.Add(new global::QueueRun.Generated.Lib_x002DB.Module());", module, StringComparison.Ordinal);
        Assert.DoesNotContain("a=1", module, StringComparison.Ordinal);
    }

    [Fact]
    public void Friends_do_not_see_each_others_AddQueueRun()
    {
        var a = Library("Lib.A", "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"My.App\")] public static class A;");

        Run(OutputKind.ConsoleApplication, "new ServiceCollection().AddQueueRun();", a);
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

    private static GeneratorRun Run(OutputKind kind, string program, params MetadataReference[] references)
        => GeneratorRun.Of(TestCompilation.Create(TestCompilation.AssemblyName, kind, [.. TestCompilation.References, .. references], program));

    private static PortableExecutableReference Library(string name, string program, params MetadataReference[] references)
    {
        var run = GeneratorRun.Of(TestCompilation.Create(name, OutputKind.DynamicallyLinkedLibrary, [.. TestCompilation.References, .. references], program));
        using MemoryStream stream = new();
        Assert.True(run.Output.Emit(stream, cancellationToken: TestContext.Current.CancellationToken).Success);
        return MetadataReference.CreateFromImage(stream.ToArray());
    }
}
