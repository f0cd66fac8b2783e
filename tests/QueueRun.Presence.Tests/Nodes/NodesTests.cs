using QueueRun.Presence.Tests.Simulation;

namespace QueueRun.Presence.Tests.Nodes;

/// <summary>
/// Several processes that share their users, behind the seam that is there for it: sending, presence and connections are the very same
/// code. <c>ann</c> and <c>bob</c> have different homes, so that each of the two is near and far.
/// </summary>
public class NodesTests
{
    private static void Play(Action<Node, Node, List<string>, Turns> test) => Turns.Play(turns =>
    {
        var journal = new List<string>();
        var shared = new SharedUsers(turns);
        using var a = new Node("A", journal, turns, shared);
        using var b = new Node("B", journal, turns, shared);
        test(a, b, journal, turns);
        Assert.NotEqual(0, shared.Messages);
    });

    [Theory]
    [InlineData("ann")]
    [InlineData("bob")]
    public void A_user_with_devices_on_two_nodes_is_online_once_and_offline_once(string user) => Play((a, b, journal, turns) =>
    {
        var first = a.Connect(user);
        var second = b.Connect(user);
        Assert.Equal([$"online {user}"], journal);
        Assert.True(a.IsOnline(user) && b.IsOnline(user));

        first.Close();
        turns.All();
        Assert.Equal([$"online {user}"], journal);
        Assert.True(a.IsOnline(user) && b.IsOnline(user));

        second.Close();
        turns.All();
        Assert.Equal([$"online {user}", $"offline {user}"], journal);
        Assert.False(a.IsOnline(user) || b.IsOnline(user));

        b.Connect(user);
        Assert.Equal([$"online {user}", $"offline {user}", $"online {user}"], journal);
    });

    [Theory]
    [InlineData("ann")]
    [InlineData("bob")]
    public void A_message_reaches_the_devices_on_both_nodes_in_the_order_of_the_calls(string user) => Play((a, b, _, turns) =>
    {
        var (first, second) = (a.Connect(user), b.Connect(user));
        foreach (var node in new[] { a, b })
        {
            var sending = Enumerable.Range(0, 3).Select(i => node.Sockets.To(user, "nobody").SendAsync($"{node.Name}{i}").AsTask()).ToArray();
            Assert.All(sending, sent => Assert.Equal((1, "nobody"), (turns.Await(sent).Recipients, turns.Await(sent).Offline.Single())));
        }

        Assert.Equal([$"hello {user}", "A0", "A1", "A2", "B0", "B1", "B2"], Texts(first));
        Assert.Equal(["A0", "A1", "A2", "B0", "B1", "B2"], Texts(second));
        Assert.Equal(["nobody"], a.Send("?", "nobody").Offline);
    });

    [Theory]
    [InlineData("ann")]
    [InlineData("bob")]
    public void A_first_message_waits_for_an_online_hook_that_runs_elsewhere(string user) => Play((a, b, _, turns) =>
    {
        a.Held = b.Held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var devices = new[] { a.Connect(user), b.Connect(user) };
        foreach (var device in devices) device.Say("first");
        turns.All();
        Assert.All(devices, device => Assert.Empty(Texts(device)));

        a.Held.SetResult();
        turns.All();
        Assert.All(devices, device => Assert.Equal([$"hello {user}", "first"], Texts(device)));
    });

    [Theory]
    [InlineData("ann")]
    [InlineData("bob")]
    public void Places_are_counted_and_users_closed_on_all_nodes(string user) => Play((a, b, journal, turns) =>
    {
        var devices = new[] { a.Connect(user), b.Connect(user) };
        Assert.All(new[] { a, b }, node => Assert.Equal(429, node.Connect(user).HttpContext.Response.StatusCode));

        turns.Await(b.Sockets.To(user).CloseAsync().AsTask());
        foreach (var device in devices) device.Read();
        turns.All();
        Assert.All(devices, device => Assert.True(device.CloseReceived && device.Request.IsCompletedSuccessfully));
        Assert.Equal([$"online {user}", $"offline {user}"], journal);
        Assert.True(a.Connect(user).IsUpgraded);
    });

    private static List<string> Texts(Device device)
    {
        device.Read();
        return device.Texts;
    }
}
