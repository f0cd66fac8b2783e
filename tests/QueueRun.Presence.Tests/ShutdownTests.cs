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
