namespace QueueRun.Testing.Tests;

/// <summary>Calls with a reference, and concurrent handlers.</summary>
public sealed class CallTests : Hosted
{
    [Fact]
    public async Task A_call_gets_its_answer()
    {
        await using var ann = await Sockets.ConnectAsync("ann");
        Assert.Equal("👋 Welcome!", (await ann.CallAsync<Welcomed>(new { hello = 1 }))?.Reply);
        Assert.Equal("x", await ann.CallAsync<string>(new { action = "beside", text = "x" }));
        Assert.Null(await ann.CallAsync<string>(new { type = "role", action = "claim" }));
        await ann.CallAsync(new { action = "enter", room = "lobby" });
        await ann.ExpectNothingAsync();
    }

    [Fact]
    public async Task An_error_is_an_exception()
    {
        await using var ann = await Sockets.ConnectAsync("ann");
        Assert.Equal("the roof is on fire", (await Assert.ThrowsAsync<SocketCallException>(() => ann.CallAsync(new { action = "fail" }))).Error);
        await Assert.ThrowsAsync<ArgumentException>(() => ann.CallAsync("shout"));
        var misfit = await Assert.ThrowsAsync<SocketExpectationException>(() => ann.CallAsync<int>(new { action = "beside", text = "x" }));
        Assert.StartsWith("Expected Int32 in the answer {\"#\":2,\"result\":\"x\"}", misfit.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_waits_as_long_as_its_handler_waits_for_the_test()
    {
        await using var ann = await Sockets.ConnectAsync("ann");
        var waiting = ann.CallAsync<Waited>(new { action = "wait", seconds = 3 });
        await Sockets.AdvanceAsync(Seconds(2.9));
        await ann.ExpectNothingAsync();
        Assert.False(waiting.IsCompleted);
        await Sockets.AdvanceAsync(Seconds(0.1));
        Assert.Equal(new Waited(3), await waiting);
    }

    [Fact]
    public async Task A_cancelled_call_is_answered()
    {
        await using var ann = await Sockets.ConnectAsync("ann");
        var call = await ann.PostCallAsync<Waited>(new { action = "wait", seconds = 3 });
        await ann.ExpectNothingAsync();
        await call.CancelAsync();
        Assert.Equal("cancelled", (await Assert.ThrowsAsync<SocketCallException>(call.AnswerAsync)).Error);
        await ann.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_stream_is_read_until_its_end()
    {
        await using var ann = await Sockets.ConnectAsync("ann");
        var counted = new List<int>();
        await foreach (var n in ann.StreamAsync<int>(new { action = "count", to = 3 })) counted.Add(n);
        Assert.Equal([1, 2, 3], counted);
        await ann.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_stream_that_is_not_read_to_its_end_is_cancelled()
    {
        await using var ann = await Sockets.ConnectAsync("ann");
        var stopping = StopAsync();
        await Sockets.AdvanceAsync(Seconds(1));
        Assert.Equal(new Ticked(1), await stopping);
        await Sockets.AdvanceAsync(Seconds(10));
        await ann.ExpectNothingAsync();

        async Task<Ticked?> StopAsync()
        {
            await foreach (var tick in ann.StreamAsync<Ticked>(new { action = "tick" })) return tick;
            return null;
        }
    }

    /// <summary>If one method waits for the test, others may still work.</summary>
    [Fact]
    public async Task Handlers_beside_a_waiting_one_are_waited_for()
    {
        await using var ann = await Sockets.ConnectAsync("ann");
        await ann.SendAsync(new { action = "tick" });
        await ann.SendAsync(new { action = "tick" });
        for (var i = 0; i < 20; i++)
        {
            await ann.SendAsync(new { action = "work" });
            await ann.ExpectAsync("worked");
            await ann.SendAsync(new { action = "beside", text = "x" });
            await ann.ExpectAsync("x");
        }

        await Sockets.AdvanceAsync(Seconds(1));
        await ann.ExpectAsync(new Ticked(1));
        await ann.ExpectAsync(new Ticked(1));
        await ann.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_message_that_waits_for_room_waits_for_the_test()
    {
        await using var host = await StartAsync(options => options.MaxConcurrentCalls = 1);
        await using var ann = await host.Sockets.ConnectAsync("ann");
        await ann.SendAsync(new { action = "tick" });
        await ann.SendAsync("shout");
        await ann.ExpectNothingAsync();
        await ann.CloseAsync();
        Assert.Empty(ann.Unread);
    }
}
