using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace QueueRun.Testing.Tests;

/// <summary>The texts of failures: what was expected, what came, and what the server has to say.</summary>
public sealed class FailureTests : Hosted
{
    private static async Task<string> FailAsync(Func<Task> expecting)
        => (await Assert.ThrowsAsync<SocketExpectationException>(expecting)).Message.ReplaceLineEndings("\n");

    [Fact]
    public async Task What_came_instead_is_shown()
    {
        await using var ann = await Sockets.ConnectAsync("ann");
        await ann.SendAsync("one");
        await ann.SendAsync(new { x = 1 });
        await ann.SendAsync(new byte[] { 1, 2 });
        await ann.ExpectAsync("ONE");

        Assert.Equal(
            """
            Expected a Said (event: "said") with said => said.Text == "hi".

            Received by ann, not yet expected:
              {"reply":"👋 Welcome!"}
              binary, 2 bytes: 0201
            (1 message was expected before.)
            """.ReplaceLineEndings("\n"),
            await FailAsync(() => ann.ExpectAsync<Said>(said => said.Text == "hi")));
    }

    [Fact]
    public async Task Every_expectation_says_what_it_is()
    {
        await using var ann = await Sockets.ConnectAsync("ann");
        Assert.StartsWith("Expected a Said (event: \"said\").\n", await FailAsync(() => ann.ExpectAsync<Said>()));
        Assert.StartsWith("Expected a message that is exactly a Welcomed.\n", await FailAsync(() => ann.ExpectAsync<Welcomed>()));
        Assert.StartsWith("Expected a text message.\n", await FailAsync(() => ann.ExpectAsync<string>()));
        Assert.StartsWith("Expected a binary message.\n", await FailAsync(() => ann.ExpectAsync<byte[]>()));
        Assert.StartsWith(
            "Expected the message {\"event\":\"said\",\"room\":\"r\",\"from\":\"f\",\"text\":\"t\"}\n",
            await FailAsync(() => ann.ExpectAsync(new Said("r", "f", "t"))));
        Assert.StartsWith("Expected a message with \"event\": \"said\".\n", await FailAsync(() => ann.ExpectAsync("event", "said")));
        Assert.StartsWith("Expected a message.\n", await FailAsync(() => ann.ExpectNextAsync()));
        Assert.StartsWith("Expected an error.\n", await FailAsync(() => ann.ExpectErrorAsync()));
        Assert.StartsWith("Expected the error \"timed out\".\n", await FailAsync(() => ann.ExpectErrorAsync("timed out")));
        Assert.StartsWith("Expected a close. The connection is still open.\n", await FailAsync(() => ann.ExpectCloseAsync()));
        Assert.StartsWith(
            "Expected the close 1008 'expired'. The connection is still open.\n", await FailAsync(() => ann.ExpectCloseAsync(1008, "expired")));
        Assert.EndsWith("Received by ann, not yet expected: nothing.", await FailAsync(() => ann.ExpectNextAsync()));
    }

    [Fact]
    public async Task What_came_against_expectation_is_shown()
    {
        await using var ann = await Sockets.ConnectAsync("ann");
        await ann.SendAsync("one");
        Assert.Equal("Expected nothing.\n\nReceived by ann, not yet expected:\n  ONE", await FailAsync(() => ann.ExpectNothingAsync()));
        Assert.StartsWith("Expected no such message: a text message.\n", await FailAsync(() => ann.ExpectNoAsync<string>()));
        Assert.Equal(
            "Expected a Said (event: \"said\"), received ONE",
            Assert.Throws<SocketExpectationException>(() => ann.Unread[0].As<Said>()).Message);
    }

    [Fact]
    public async Task What_the_server_logged_is_shown_with_where_it_happened()
    {
        await using var ann = await Sockets.ConnectAsync("ann");
        await ann.SendAsync(new { action = "fail" });
        var failure = await FailAsync(() => ann.ExpectAsync<Said>());
        Assert.Contains("  {\"error\":\"the roof is on fire\"}\n\nThe server logged meanwhile:\n  Error QueueRun.Routing.Conversation: ", failure);
        Assert.Contains("  System.InvalidOperationException: the roof is on fire\n     at QueueRun.Testing.Tests.ChatHandlers.Fail()", failure);
    }

    [Fact]
    public async Task How_the_connection_ended_is_shown()
    {
        await using var ann = await Sockets.ConnectAsync("ann");
        await ann.SendAsync(new { action = "kick" });
        Sockets.Patience = TimeSpan.FromMinutes(1); // nobody waits for a message on a connection that is closed
        Assert.EndsWith("nothing.\n\nThe connection was closed: 1008 'bye ann'", await FailAsync(() => ann.ExpectAsync<Said>()));
        Assert.EndsWith("The connection was closed: 1008 'bye ann'", await FailAsync(() => ann.ExpectCloseAsync(1000)));
        await ann.AbortAsync();
    }

    [Fact]
    public async Task What_still_runs_is_shown()
    {
        await using var ann = await Sockets.ConnectAsync("ann");
        await ann.SendAsync(new { action = "wait", seconds = 5 });
        Assert.EndsWith(
            "Still running on the server:\n  QueueRun.Testing.Tests.ChatHandlers.WaitAsync for ann", await FailAsync(() => ann.ExpectAsync<Waited>()));
    }

    [Fact]
    public async Task A_message_that_has_the_mark_and_not_the_shape_is_pointed_out()
    {
        await using var ann = await Sockets.ConnectAsync("ann");
        await ann.SendAsync(new { action = "misshapen" });
        var failure = await FailAsync(() => ann.ExpectAsync<Said>());
        Assert.StartsWith("Expected a Said (event: \"said\"). One came that cannot be read: ", failure);
        Assert.Contains("Path: $.room", failure);
    }

    [Fact]
    public async Task A_clock_that_cannot_be_moved_is_told()
    {
        await using var host = await StartAsync(more: services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new Stopped())));
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => host.Sockets.AdvanceAsync(Seconds(1)));
        Assert.Contains("Stopped, which this cannot move: build the program with factory.WithWebHostBuilder(web => web.UseVirtualTime()).", failure.Message);
    }

    private sealed class Stopped : TimeProvider;
}
