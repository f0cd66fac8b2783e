using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QueueRun.Generators.Tests.Mutations;
using QueueRun.TestCompilations;

namespace QueueRun.Generators.Tests;

/// <summary>Emitted code compiles without a warning in programs with any settings, under any names.</summary>
public class SettingsTests
{
    [Theory]
    [InlineData(NullableContextOptions.Disable)]
    [InlineData(NullableContextOptions.Annotations)]
    [InlineData(NullableContextOptions.Warnings)]
    public void Whether_the_program_has_nullable_annotations_is_its_own_business(NullableContextOptions nullable)
        => Assert.All(Corpus.Programs.Values, program => AssertEmittedIsClean(program, options => options.WithNullableContextOptions(nullable)));

    [Fact]
    public void Checked_arithmetic_and_every_warning_there_is()
        => Assert.All(Corpus.Programs.Values, program => AssertEmittedIsClean(program, options => options
            .WithOverflowChecks(true).WithWarningLevel(9999).WithGeneralDiagnosticOption(ReportDiagnostic.Error).WithAllowUnsafe(false)));

    [Fact]
    public void Names_of_the_framework_may_be_the_programs_own() => GeneratorRun.Of("""
        using Strings = System.Collections.Generic.List<string>;
        namespace My.System
        {
            record Task(String Func, Task? ValueTask);
            record struct String(int Length);
            static class Func
            {
                [SocketHandler("a=1")] internal static Task M(Task data) => data;
                [SocketHandler("a=2")] internal static Strings N(Strings data) => data;
                internal static async global::System.Threading.Tasks.Task Send(ISocket socket) => await socket.SendAsync(new { task = new Task(default, null) });
            }
        }
        namespace My.QueueRun { static class C { [SocketHandler("a=3")] internal static void M() {} } }
        namespace My.Microsoft.Extensions { static class C { [SocketHandler("a=4")] internal static void M(ILogger<string> log) {} } }
        namespace My.App { static class Module { [SocketHandler("a=5/[call]/[handler]")] internal static void Handlers(int call, int handler) {} } }
        """);

    [Fact]
    public void Names_of_properties_that_an_edit_adds_while_the_program_runs_have_their_value()
    {
        var run = GeneratorRun.Of("class C { static ValueTask<SendResult> M(ISocket socket) => socket.SendAsync(new { a = 1 }); }");

        // Static fields that are added to an existing class stay uninitialized.
        var names = run.Output.GetTypeByMetadataName("QueueRun.Generated.My_App.MessageWriters")!.GetTypeMembers("Names").Single();
        Assert.Contains(names.GetAttributes(), attribute => attribute.AttributeClass!.Name == "CreateNewOnMetadataUpdateAttribute");
    }

    [Fact]
    public void Two_files_with_one_text_are_sent_from_without_interceptors()
    {
        const string Text = "file static class C { internal static ValueTask<SendResult> M(ISocket socket) => socket.SendAsync(new { a = 1 }); }";

        var run = GeneratorRun.Of(TestCompilation.Create("class Unrelated2;").AddSyntaxTrees(TestCompilation.Parse(Text, "a/C.cs"), TestCompilation.Parse(Text, "b/C.cs")));

        Assert.DoesNotContain(run.FileNames, name => name.StartsWith("Sends.", StringComparison.Ordinal));
    }

    [Fact]
    public void Files_of_one_name_have_emitted_files_of_their_own_wherever_the_project_lies()
    {
        Assert.Equal(Names("/home/ann/app/"), Names("C:\\work\\app\\"));
        Assert.Equal(5, Names("/home/ann/app/").Distinct(StringComparer.OrdinalIgnoreCase).Count());

        static IEnumerable<string> Names(string directory)
        {
            var parent = directory[..directory.TrimEnd('/', '\\').LastIndexOfAny(['/', '\\'])];
            string[] files = [$"{directory}Same.cs", $"{directory}a b/Same.cs", $"{directory}ä#b/Same.cs", $"{parent}/Same.cs", $"{parent}/app2/Same.cs"];
            return SendFile.Group(files.Select((file, i) => new SendCall(file, 1, new string((char)('A' + i), 24), 1, "int", false)), directory).Select(file => file.HintName).Order(StringComparer.Ordinal);
        }
    }

    [Fact]
    public void What_is_referenced_under_an_alias_is_reached_by_it()
    {
        var library = Library("namespace Lib; public record Said(string Text); public class Rooms; public static class C { [SocketHandler(\"lib=1\")] internal static void M() {} }");
        var references = TestCompilation.References.Append(library.WithAliases(["lib"]));

        var run = GeneratorRun.Of(TestCompilation.Create(TestCompilation.AssemblyName, OutputKind.DynamicallyLinkedLibrary, references, """
            extern alias lib;
            static class C
            {
                [SocketHandler("a=1")] internal static void Kept(int data) {}
                [SocketHandler("a=2")] internal static void M(lib::Lib.Said data) {}
                [SocketHandler("a=3")] internal static lib::Lib.Said? N() => null;
                [SocketHandler("a=4")] internal static void O(lib::Lib.Rooms rooms) {}
                internal static async Task Send(ISocket socket) => await socket.SendAsync(new { said = new lib::Lib.Said("x") });
            }
            """));

        Assert.Contains("module.Add(new lib::QueueRun.Generated.Library.Module());", run.File("Module.g.cs"), StringComparison.Ordinal);
        var handlers = run.File("C.Handlers.g.cs");
        Assert.Contains("global::C.Kept(", handlers, StringComparison.Ordinal);
        Assert.All(["global::C.M(", "global::C.N(", "global::C.O("], call => Assert.DoesNotContain(call, handlers, StringComparison.Ordinal));
    }

    private static void AssertEmittedIsClean(string program, Func<CSharpCompilationOptions, CSharpCompilationOptions> change)
    {
        var input = MutationTests.Create(program);
        var driver = TestDriver.Create()
            .RunGeneratorsAndUpdateCompilation(input.WithOptions(change(input.Options)), out var output, out _, TestContext.Current.CancellationToken);
        var emitted = driver.GetRunResult().GeneratedTrees.ToHashSet();
        Assert.Empty(output.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic
            => diagnostic.Severity >= DiagnosticSeverity.Warning && diagnostic.Location.SourceTree is { } tree && emitted.Contains(tree)));
    }

    private static PortableExecutableReference Library(string text)
    {
        var run = GeneratorRun.Of(TestCompilation.Create("Library", OutputKind.DynamicallyLinkedLibrary, TestCompilation.References, text));
        using MemoryStream stream = new();
        Assert.True(run.Output.Emit(stream, cancellationToken: TestContext.Current.CancellationToken).Success);
        return MetadataReference.CreateFromImage(stream.ToArray());
    }
}
