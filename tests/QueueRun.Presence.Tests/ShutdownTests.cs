using Microsoft.Extensions.Time.Testing;
using QueueRun.Presence.Tests.Nodes;
using QueueRun.Presence.Tests.Simulation;

namespace QueueRun.Presence.Tests;

/// <summary>Nobody stays online in a program that has stopped.</summary>
public class ShutdownTests
{
    private static void Play(Action<Node, FakeTimeProvider, List<string>, Turns> test) => Turns.Play(turns =>
    {
        var (journal, time) = (new List<string>(), new FakeTimeProvider());
        using var node = new Node("A", journal, turns, time: time);
        test(node, time, journal, turns);
    });

    /// <summary>Stops, up to the end of all that methods are waited for, before the turn that is the next one now.</summary>
    private static Task StopBeforeTheNext(Node node, Device device, FakeTimeProvider time, Turns turns)
    {
        var stopped = node.StopAsync(device);
        time.Advance(TimeSpan.FromSeconds(13));
        while (turns.Count > 1) turns.Next(1);
        turns.All();
        device.Read();
        turns.All();
        return stopped;
    }

    [Fact]
    public void A_handler_that_ignores_its_token_does_not_keep_its_user_online() => Play((node, time, journal, turns) =>
    {
        var device = node.Connect("ann");
        device.Say("hang");
        turns.All();
        var stopped = node.StopAsync(device);
        Pass(12);   // of twenty seconds: the handler may finish, and may answer its token
        Assert.Equal(["online ann"], journal);
        Assert.True(node.IsOnline("ann"));

        Pass(1);
        Assert.Equal(["online ann", "offline ann"], journal);
        Assert.True(stopped.IsCompletedSuccessfully);

        void Pass(int seconds)
        {
            for (var i = 0; i < 2 * seconds; i++)
            {
                time.Advance(TimeSpan.FromSeconds(0.5));
                turns.All();
                device.Read();
                turns.All();
            }
        }
    });

    [Fact]
    public void A_handler_that_ignores_its_token_does_not_keep_a_client_that_left_online_either() => Play((node, time, journal, turns) =>
    {
        var device = node.Connect("ann");
        device.Say("hang");
        device.Close();
        turns.All();
        Assert.Equal(["online ann"], journal);

        var stopped = node.StopAsync(device);
        time.Advance(TimeSpan.FromSeconds(13));
        turns.All();
        Assert.Equal(["online ann", "offline ann"], journal);
        Assert.True(stopped.IsCompletedSuccessfully);
    });

    /// <summary>The message was taken, and its method not called: that needs a turn of its own.</summary>
    [Fact]
    public void A_message_that_is_about_to_begin_when_nothing_is_waited_for_any_more_is_answered() => Play((node, time, _, turns) =>
    {
        const int Messages = 8;
        var calls = 0;
        node.Call = () =>
        {
            calls++;
            time.Advance(TimeSpan.FromMilliseconds(1)); // the connection has used its thread for long enough
            return default;
        };
        var device = node.Connect("ann");
        for (var i = 1; i <= Messages; i++) device.Say($$"""{"#":{{i}},"do":"call"}""");
        while (calls < Messages - 1) turns.Next(0);
        Assert.Equal(1, turns.Count);

        var stopped = StopBeforeTheNext(node, device, time, turns);
        Assert.Equal(Messages - 1, calls);
        Assert.Equal("""{"#":8,"error":"the server is shutting down"}""", device.Texts[^1]);
        Assert.True(stopped.IsCompletedSuccessfully);
    });

    [Fact]
    public void A_message_that_waits_for_late_methods_is_answered() => Play((node, time, _, turns) =>
    {
        const int Late = 8;
        node.Call = static () => new(new TaskCompletionSource().Task);
        var device = node.Connect("ann");
        for (var i = 1; i <= Late + 1; i++) device.Say($$"""{"#":{{i}},"do":"call"}""");
        for (var i = 1; i <= Late; i++)
        {
            turns.All();
            time.Advance(TimeSpan.FromSeconds(1));
        }

        turns.All();
        device.Read();
        Assert.Equal(Enumerable.Range(1, Late).Select(i => $$"""{"#":{{i}},"error":"timed out"}"""), device.Texts[^Late..]);

        var stopped = node.StopAsync(device);
        time.Advance(TimeSpan.FromSeconds(10));
        turns.All();
        device.Read();
        turns.All();
        Assert.Equal("""{"#":9,"error":"the server is shutting down"}""", device.Texts[^1]);
        Assert.True(stopped.IsCompletedSuccessfully);
    });

    /// <summary>The message was taken, and does not wait for the others yet: that needs a turn of its own.</summary>
    [Fact]
    public void A_message_that_is_about_to_wait_for_concurrent_methods_is_answered() => Play((node, time, _, turns) =>
    {
        const int Before = 3, Max = 16; // with the last message twenty: the clock is read for each fourth
        var calls = 0;
        node.Call = () =>
        {
            if (++calls <= Before) return default;
            if (calls == Before + Max) time.Advance(TimeSpan.FromSeconds(1)); // the connection has used its thread for long enough
            return new(new TaskCompletionSource().Task);
        };
        var device = node.Connect("ann");
        for (var i = 1; i <= Before; i++) device.Say("""{"do":"call"}""");
        for (var i = 1; i <= Max + 1; i++) device.Say($$"""{"#":{{i}},"do":"beside"}""");
        while (calls < Before + Max) turns.Next(0);
        Assert.Equal(1, turns.Count);

        var stopped = StopBeforeTheNext(node, device, time, turns);
        Assert.Equal(Before + Max, calls);
        Assert.Equal(
            Enumerable.Range(1, Max + 1).Select(i => $$"""{"#":{{i}},"error":"the server is shutting down"}""").Order(),
            device.Texts.Where(text => text.Contains('#')).Order());
        Assert.True(stopped.IsCompletedSuccessfully);
    });

    [Fact]
    public void Who_is_still_being_asked_who_he_is_is_not_let_in_any_more() => Play((node, _, journal, turns) =>
    {
        node.Door = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var device = node.Connect("ann");
        var stopped = node.StopAsync(device);
        turns.All();
        Assert.False(stopped.IsCompleted);

        node.Door.SetResult();
        turns.All();
        Assert.Equal(503, device.HttpContext.Response.StatusCode);
        Assert.True(stopped.IsCompletedSuccessfully);
        Assert.Empty(journal);
    });
}
