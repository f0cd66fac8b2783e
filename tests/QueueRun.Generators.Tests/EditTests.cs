using Microsoft.CodeAnalysis;

namespace QueueRun.Generators.Tests;

/// <summary>What an edit makes run and be written again, and what it leaves alone.</summary>
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

    private static void AssertRewritten(string old, string @new, IEnumerable<string> files)
    {
        var before = GeneratorRun.Of(Program);
        var after = before.Edit(old, @new);
        after.AssertCompiles();
        // JSON code is another matter: it may well change with a message's members.
        var rewritten = after.Rewritten(before).Where(file => !file.StartsWith("Messages.", StringComparison.Ordinal));
        Assert.Equal(files.Order(), rewritten.Order());
    }
}
