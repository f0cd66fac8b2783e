using Microsoft.CodeAnalysis;
using QueueRun.Generators;
using QueueRun.TestCompilations;

namespace QueueRun.Json.Tests;

/// <summary>The files that an edit emits again, and those that it does not.</summary>
public class EditTests
{
    private const string Sending = """
        static class Sender
        {
            internal static async Task M(ISocket socket)
            {
                /* here */
                await socket.SendAsync(new { x = 1 });
                await socket.SendAsync(new Said("text"));
            }
        }
        """;

    private const string Types = """
        [SocketMessage("said")] record Said(string Text);
        record Sent(int X) { internal int Twice() => X * 2; }
        record Received(int X);
        record Job(int X);
        static class Chat
        {
            [SocketHandler("a=1")] internal static Sent M([FromMessage] Received data) => new(data.X);
            [QueueHandler] internal static void N(Job job) {}
        }
        """;

    private const string OtherSending = "static class Other { internal static async Task M(ISocket socket) => await socket.SendAsync(new { y = 1 }); }";

    private readonly GeneratorRun _before = GeneratorRun.Of(Sending, Types, OtherSending);

    private string SendsOfProgram => _before.FileNames.Single(name => name.StartsWith("Sends.Program.", StringComparison.Ordinal));

    [Fact]
    public void An_edit_of_a_sending_file_writes_its_locations_and_nothing_else()
    {
        Assert.Equal([SendsOfProgram], Rewritten("/* here */", "// another comment\n"));
        Assert.Equal([SendsOfProgram], Rewritten("/* here */", "await socket.SendAsync(new Said(\"again\"));"));
        var after = _before.Edit("/* here */", "");
        foreach (var step in new[] { TrackingNames.SentTypes, TrackingNames.Messages })
            Assert.All(after.Reasons(step), reason => Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged));
    }

    [Fact]
    public void An_edit_of_a_sending_file_emits_no_other_files_locations()
    {
        var after = _before.Edit("/* here */", "_ = 1;");
        Assert.Equal([SendsOfProgram], after.EmittedSince(_before));
    }

    [Theory]
    [InlineData("X * 2", "X + X")]
    [InlineData("internal int Twice()", "/* comment */ internal int Twice()")]
    [InlineData("N(Job job) {}", "N(Job job) { _ = job; }")]
    public void An_edit_of_another_file_emits_nothing_and_ends_at_the_first_step(string old, string @new)
    {
        var after = _before.Edit(old, @new);
        after.AssertUnchanged();
        Assert.Empty(after.EmittedSince(_before));
    }

    [Fact]
    public void A_sending_file_comes_and_goes_with_its_locations()
    {
        const string Text = "static class More { internal static async Task M(ISocket socket) => await socket.SendAsync(new Said(\"more\")); }";
        var with = _before.Change(input => input.AddSyntaxTrees(TestCompilation.Parse(Text, "More.cs")));
        with.AssertCompiles();
        Assert.StartsWith("Sends.More.", Assert.Single(with.Rewritten(_before)), StringComparison.Ordinal);

        var renamed = with.Change(input => input.ReplaceSyntaxTree(input.SyntaxTrees.Single(tree => tree.FilePath == "More.cs"), TestCompilation.Parse(Text, "Renamed.cs")));
        renamed.AssertCompiles();
        Assert.StartsWith("Sends.Renamed.", Assert.Single(renamed.Rewritten(with)), StringComparison.Ordinal);
        Assert.DoesNotContain(renamed.FileNames, name => name.StartsWith("Sends.More.", StringComparison.Ordinal));

        var without = renamed.Change(input => input.RemoveSyntaxTrees(input.SyntaxTrees.Single(tree => tree.FilePath == "Renamed.cs")));
        Assert.Empty(without.Rewritten(_before));
        Assert.Equal(_before.FileNames.Order(), without.FileNames.Order());
    }

    [Fact]
    public void An_editor_that_skips_implementation_never_looks_at_sends()
    {
        var driver = GeneratorRun.NewDriver(IncrementalGeneratorOutputKind.Implementation).RunGenerators(_before.Input, TestContext.Current.CancellationToken);
        var result = driver.GetRunResult().Results.Single();
        Assert.Contains(TrackingNames.EntryPoints, result.TrackedSteps.Keys);
        foreach (var step in new[] { TrackingNames.Sends, TrackingNames.SentTypes, TrackingNames.SendFiles, TrackingNames.Messages, TrackingNames.MessageTypes, TrackingNames.HandlerFiles })
            Assert.DoesNotContain(step, result.TrackedSteps.Keys);
        Assert.Equal(["AddQueueRun.g.cs", "EmbeddedAttribute.g.cs", "Module.g.cs"], result.GeneratedSources.Select(file => file.HintName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_new_message_writes_the_writers()
        => Assert.Equal(["Messages.Writers.g.cs", SendsOfProgram], Rewritten("/* here */", "await socket.SendAsync(new { z = 1 });"));

    [Fact]
    public void The_body_of_a_messages_method_is_nobodys_business() => Assert.Empty(Rewritten("X * 2", "X + X"));

    [Fact]
    public void A_member_sent_changes_the_writers() => Assert.Equal(["Messages.Writers.g.cs"], Rewritten("record Sent(int X)", "record Sent(int X, int Y = 1)"));

    [Fact]
    public void A_member_received_changes_contracts_and_readers()
        => Assert.Equal(["Messages.Contracts.g.cs", "Messages.Readers.g.cs"], Rewritten("record Received(int X)", "record Received(int X, int Y = 1)"));

    [Fact]
    public void A_member_of_a_job_changes_all_three()
        => Assert.Equal(["Messages.Contracts.g.cs", "Messages.Readers.g.cs", "Messages.Writers.g.cs"], Rewritten("record Job(int X)", "record Job(int X, int Y = 1)"));

    [Fact]
    public void A_call_that_is_taken_away_takes_its_file_with_it()
    {
        var after = _before.Edit("await socket.SendAsync(new { y = 1 })", "await Task.Yield()");
        Assert.DoesNotContain(after.FileNames, name => name.StartsWith("Sends.File3.", StringComparison.Ordinal));
        after.AssertCompiles();
    }

    [Fact]
    public void A_broken_message_comes_back_when_it_is_mended()
    {
        var broken = _before.Edit("record Said(string Text)", "record Said(Missing Text)");
        Assert.DoesNotContain("Said", broken.File("Messages.Writers.g.cs"), StringComparison.Ordinal);
        Assert.Empty(broken.Edit("record Said(Missing Text)", "record Said(string Text)").Rewritten(_before));
    }

    [Fact]
    public void Another_setting_writes_what_it_changes_and_nothing_else()
    {
        const string attribute = "using System.Text.Json.Serialization;\n[assembly: SocketJson(/* set */)]";
        var before = GeneratorRun.Of(Sending, Types, OtherSending, "enum Mood { Calm } static class Moods { [SocketHandler(\"m=1\")] internal static Mood M() => 0; }", attribute);
        Assert.Equal(["Messages.Contracts.g.cs", "Messages.Readers.g.cs", "Messages.Writers.g.cs"], After("PropertyNamingPolicy = JsonKnownNamingPolicy.Unspecified"));
        Assert.Equal(["Messages.Contracts.g.cs", "Messages.Writers.g.cs"], After("DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault"));
        Assert.Equal(["Messages.Contracts.g.cs", "Messages.Writers.g.cs"], After("UseStringEnumConverter = true"));
        Assert.Empty(After("PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = false"));

        IEnumerable<string> After(string setting)
        {
            var after = before.Edit("/* set */", setting);
            after.AssertCompiles();
            return after.Rewritten(before).Order(StringComparer.Ordinal);
        }
    }

    private IEnumerable<string> Rewritten(string old, string @new)
    {
        var after = _before.Edit(old, @new);
        after.AssertCompiles();
        return after.Rewritten(_before).Order(StringComparer.Ordinal);
    }
}
