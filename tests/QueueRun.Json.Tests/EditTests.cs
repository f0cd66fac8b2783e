using Microsoft.CodeAnalysis;
using QueueRun.Generators;

namespace QueueRun.Json.Tests;

/// <summary>What an edit makes be written again, and what it leaves alone.</summary>
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

    private IEnumerable<string> Rewritten(string old, string @new)
    {
        var after = _before.Edit(old, @new);
        after.AssertCompiles();
        return after.Rewritten(_before).Order(StringComparer.Ordinal);
    }
}
