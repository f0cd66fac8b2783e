using Microsoft.CodeAnalysis;
using QueueRun.TestCompilations;

namespace QueueRun.Generators.Tests;

/// <summary>The steps that an edit runs and the files that it emits again, and those that it does not.</summary>
public class EditTests
{
    private const string Program = """
        [SocketMessage("say")] record Say(string Text);
        class Rooms;
        static class Chat
        {
            [SocketHandler] internal static void Say(Say say) { /* body */ }
            [SocketHandler("[room]/a=b")] internal static void Enter(string room) {}
        }
        record Mail(string Text);
        static class Jobs
        {
            [QueueHandler] internal static void Send(Mail job) { /* job */ }
            [ScheduleHandler("daily")] internal static void Clean() {}
        }
        static class Other { [SocketHandler("a=c")] internal static void M() {} }
        """;

    private static readonly IEnumerable<string> s_none = [];

    [Fact]
    public void A_body_changes_nothing() => AssertRewritten("/* body */", "_ = say.Text;", s_none);

    [Fact]
    public void A_member_of_a_message_is_not_the_handlers_business() => AssertRewritten("Say(string Text);", "Say(string Text, int Count);", s_none);

    [Fact]
    public void A_signature_rewrites_its_types_file_and_the_table()
        => AssertRewritten("Enter(string room)", "Enter(string room, Rooms rooms)", ["Chat.Handlers.g.cs", "Handlers.g.cs"]);

    [Fact]
    public void A_parameters_name_rewrites_its_types_file_only_if_it_stays_the_same_to_the_table()
        => AssertRewritten("Say(Say say)", "Say(Say data)", ["Chat.Handlers.g.cs"]);

    [Fact]
    public void A_new_handler_rewrites_its_types_file_the_table_and_the_routes()
        => AssertRewritten("static class Other {", "static class Other { [SocketHandler(\"a=d\")] internal static void N() {}",
            ["Module.g.cs", "Other.Handlers.g.cs", "Handlers.g.cs"]);

    [Fact]
    public void A_route_rewrites_its_types_file_the_table_and_the_routes()
        => AssertRewritten("a=c", "a=e", ["Module.g.cs", "Other.Handlers.g.cs", "Handlers.g.cs"]);

    [Fact]
    public void What_a_message_is_known_by_rewrites_what_is_announced()
        => AssertRewritten("record Mail(string Text);", "[SocketMessage(\"mail\")] record Mail(string Text);", ["Module.g.cs"]);

    [Fact]
    public void A_jobs_body_changes_nothing() => AssertRewritten("/* job */", "_ = job.Text;", s_none);

    [Fact]
    public void A_member_of_a_job_is_not_the_handlers_business() => AssertRewritten("Mail(string Text);", "Mail(string Text, int Count);", s_none);

    [Fact]
    public void A_queues_name_rewrites_its_types_file_the_table_and_the_queues()
        => AssertRewritten("[QueueHandler]", "[QueueHandler(\"mail\")]", ["Jobs.Handlers.g.cs", "Handlers.g.cs", "Module.g.cs"]);

    [Fact]
    public void A_schedule_rewrites_its_types_file_and_the_table()
        => AssertRewritten("\"daily\"", "\"0 9 * * *\"", ["Jobs.Handlers.g.cs", "Handlers.g.cs"]);

    [Fact]
    public void A_schedule_that_breaks_is_left_out_and_comes_back_when_it_is_mended()
    {
        var before = GeneratorRun.Of(Program);
        var broken = before.Edit("\"daily\"", "\"0 24 * * *\"");
        Assert.DoesNotContain("Clean", broken.File("Jobs.Handlers.g.cs"), StringComparison.Ordinal);
        broken.AssertCompiles();
        Assert.Empty(broken.Edit("\"0 24 * * *\"", "\"daily\"").Rewritten(before));
    }

    [Fact]
    public void A_handler_that_breaks_is_left_out_and_comes_back_when_it_is_mended()
    {
        var before = GeneratorRun.Of(Program);
        var broken = before.Edit("internal static void M() {}", "private static void M() {}");
        Assert.False(broken.HasFile("Other.Handlers.g.cs"));
        Assert.True(broken.HasFile("AddQueueRun.g.cs"));
        broken.AssertCompiles();

        var mended = broken.Edit("private static void M() {}", "internal static void M() {}");
        Assert.Empty(mended.Rewritten(before));
    }

    [Fact]
    public void Moving_a_handler_to_another_line_is_no_change()
    {
        var before = GeneratorRun.Of(Program);
        var after = before.Edit("class Rooms;", "class Rooms;\n\n\n");
        Assert.Empty(after.Rewritten(before));
        foreach (var step in new[] { TrackingNames.EntryPoints, TrackingNames.HandlerFiles, TrackingNames.ModuleContent, TrackingNames.Assembly, TrackingNames.ReferencedModules })
            Assert.All(after.Reasons(step), reason => Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged));
    }

    [Theory]
    [InlineData("/* body */", "_ = say.Text;")]
    [InlineData("/* job */", "/* another comment */")]
    [InlineData("class Rooms;", "class Rooms { int Size() => 1; }")]
    [InlineData("class Rooms;", "class Rooms;\n")]
    public void What_touches_no_handler_ends_at_the_first_step(string old, string @new)
    {
        var before = GeneratorRun.Of(Program);
        var after = before.Edit(old, @new);
        after.AssertUnchanged();
        Assert.Empty(after.EmittedSince(before));
    }

    [Fact]
    public void One_handler_is_emitted_again_without_the_other_types_files()
    {
        var before = GeneratorRun.Of(Program);
        var after = before.Edit("Enter(string room)", "Enter(string room, Rooms rooms)");
        Assert.Equal(["Chat.Handlers.g.cs", "Handlers.g.cs"], after.EmittedSince(before).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_file_with_handlers_comes_and_goes()
    {
        var before = GeneratorRun.Of(Program);
        var with = before.Change(input => input.AddSyntaxTrees(TestCompilation.Parse("static class More { [SocketHandler(\"a=x\")] internal static void M() {} }", "More.cs")));
        with.AssertCompiles();
        Assert.Equal(["Handlers.g.cs", "Module.g.cs", "More.Handlers.g.cs"], with.Rewritten(before).Order(StringComparer.Ordinal));

        var without = with.Change(input => input.RemoveSyntaxTrees(input.SyntaxTrees.Single(tree => tree.FilePath == "More.cs")));
        Assert.Empty(without.Rewritten(before));
        Assert.Equal(before.FileNames.Order(), without.FileNames.Order());
    }

    [Fact]
    public void A_file_that_is_renamed_is_no_change()
    {
        var before = GeneratorRun.Of(Program);
        var after = before.Change(input =>
        {
            var tree = input.SyntaxTrees.Single(tree => tree.FilePath == "Program.cs");
            return input.ReplaceSyntaxTree(tree, TestCompilation.Parse(tree.ToString(), "Renamed.cs"));
        });
        Assert.Empty(after.EmittedSince(before));
    }

    [Fact]
    public void Files_of_one_path_are_told_apart()
    {
        const string One = "static class One { [SocketHandler(\"a=1\")] internal static void M(int[] data) {} }";
        const string Other = "static class Other { [SocketHandler(\"a=2\")] internal static void N(string userId) {} }";
        var before = GeneratorRun.Of(TestCompilation.Create("").AddSyntaxTrees(TestCompilation.Parse(One, "Same.cs"), TestCompilation.Parse(Other, "Same.cs")));
        Assert.Contains("One.M", before.File("Handlers.g.cs"), StringComparison.Ordinal);
        Assert.Contains("Other.N", before.File("Handlers.g.cs"), StringComparison.Ordinal);

        var swapped = before.Change(input =>
        {
            var trees = input.SyntaxTrees.Where(tree => tree.FilePath == "Same.cs").ToArray();
            return input.ReplaceSyntaxTree(trees[0], TestCompilation.Parse(Other, "Same.cs")).ReplaceSyntaxTree(trees[1], TestCompilation.Parse(One, "Same.cs"));
        });
        Assert.Empty(swapped.Rewritten(before));
    }

    [Fact]
    public void Files_that_change_places_change_the_order_of_a_partial_types_members()
    {
        var before = GeneratorRun.Of(
            "static class Chat { [SocketHandler(\"a=1\")] internal static Parts M() => new(); }",
            "partial class Parts { public int One { get; set; } }", "partial class Parts { public int Other { get; set; } }");
        var moved = before.Change(input =>
        {
            var tree = input.SyntaxTrees.Single(tree => tree.FilePath == "File2.cs");
            return input.RemoveSyntaxTrees(tree).AddSyntaxTrees(tree);
        });
        Assert.Equal(["Messages.Writers.g.cs"], moved.Rewritten(before));
    }

    [Fact]
    public void A_reference_is_no_change_unless_it_brings_a_module()
    {
        var before = GeneratorRun.Of(Program);
        var plain = before.Change(input => input.AddReferences(Library("Plain", "public class Plain;", withModule: false)));
        Assert.Empty(plain.EmittedSince(before));

        var module = before.Change(input => input.AddReferences(Library("Lib", "public static class Lib { [SocketHandler(\"lib=1\")] internal static void M() {} }", withModule: true)));
        module.AssertCompiles();
        Assert.Equal(["Module.g.cs"], module.EmittedSince(before));
    }

    /// <summary>The meaning of a handler may change by edits elsewhere: each of these leaves the handler's file unchanged.</summary>
    [Theory]
    [InlineData("\"b=1\"", "\"b=2\"", "File2.cs")] // a constant that its route names
    [InlineData("\"event\"", "\"type\"", "File2.cs")] // the condition of its message
    [InlineData("class Rooms;", "struct Rooms;", "File2.cs")] // a service that is none
    [InlineData("class Rooms;", "class Rooms : ISocketUser { public string Id => \"\"; }", "File2.cs")] // a service that becomes a user
    [InlineData("string Text", "Rooms Text", "File2.cs")]
    [InlineData("string Text", "System.IntPtr Text", "File2.cs")] // JSON that becomes impossible
    [InlineData("namespace Elsewhere;", "namespace My; /* too */", "File3.cs")] // another type is nearer
    public void What_a_handler_means_may_change_in_another_file(string old, string @new, string file)
    {
        var before = GeneratorRun.Of("""
            namespace My;
            static class Chat
            {
                [SocketHandler(Routes.Enter)] internal static void Enter(Rooms rooms) {}
                [SocketHandler] internal static void Say([FromMessage] Say say, CancellationToken token) {}
            }
            """,
            """
            static class Routes { internal const string Enter = "b=1"; }
            class Rooms;
            [SocketMessage("event", "say")] record Say(string Text);
            """,
            "namespace Elsewhere; [SocketMessage(\"nearer\")] record Say(int Number);");
        var tree = before.Input.SyntaxTrees.Single(tree => tree.FilePath == file);
        Assert.Contains(old, tree.ToString(), StringComparison.Ordinal);
        var after = before.Edit(old, @new);
        Assert.NotEmpty(after.Rewritten(before).Concat(before.FileNames.Except(after.FileNames)));
        Assert.Empty(after.Edit(@new, old).Rewritten(before));
    }

    private static CompilationReference Library(string name, string text, bool withModule)
    {
        Compilation library = TestCompilation.Create(name, OutputKind.DynamicallyLinkedLibrary, TestCompilation.References, text);
        if (withModule) GeneratorRun.NewDriver().RunGeneratorsAndUpdateCompilation(library, out library, out _, TestContext.Current.CancellationToken);
        return library.ToMetadataReference();
    }

    private static void AssertRewritten(string old, string @new, IEnumerable<string> files)
    {
        var before = GeneratorRun.Of(Program);
        var after = before.Edit(old, @new);
        after.AssertCompiles();
        // JSON code may well change with a message's members.
        var rewritten = after.Rewritten(before).Where(file => !file.StartsWith("Messages.", StringComparison.Ordinal));
        Assert.Equal(files.Order(), rewritten.Order());
    }
}
