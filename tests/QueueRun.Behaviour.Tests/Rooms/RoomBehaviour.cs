using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>What the tests of rooms have in common: what a client asks its server to do, and what came of it.</summary>
public abstract class RoomBehaviour(ServerHost host) : BehaviourTests(host)
{
    /// <summary>What a handler says that a client has called with one order.</summary>
    /// <param name="client">The client, which receives nothing else before.</param>
    /// <param name="what"><c>join</c>, <c>leave</c>, <c>send</c>, <c>close</c>, <c>members</c> or <c>online</c>.</param>
    /// <param name="room">The room to join, to leave or to ask about.</param>
    /// <param name="target"><c>connection</c>, <c>all</c>, <c>room:name</c>, or null for the current user.</param>
    /// <param name="whom">Users instead.</param>
    /// <param name="others">Whether the current connection is left out.</param>
    /// <param name="text">What is sent, or the reason of a close.</param>
    /// <param name="cancelled">Whether the token is cancelled before.</param>
    protected static async Task<string> AskAsync(
        SocketClient client, string what, string? room = null, string? target = null, string[]? whom = null, bool others = false, string? text = null,
        bool cancelled = false)
    {
        await OrderAsync(client, what, room, target, whom, others, text, cancelled);
        return (await client.ReceiveAsync()).Text;
    }

    /// <summary>The same, where something else may be received first.</summary>
    protected static Task OrderAsync(
        SocketClient client, string what, string? room = null, string? target = null, string[]? whom = null, bool others = false, string? text = null,
        bool cancelled = false)
        => client.SendJsonAsync(new { test = "rooms", @do = what, room, whom, target, others, cancelled, text });

    protected static async Task JoinAsync(SocketClient client, string room, string? target = null)
        => Assert.Equal("joined", await AskAsync(client, "join", room, target));

    protected static async Task LeaveAsync(SocketClient client, string room, string? target = null)
        => Assert.Equal("left", await AskAsync(client, "leave", room, target));

    /// <summary>Something is sent to a room; exactly these connections get it, once each. The sender is none of them.</summary>
    protected async Task ExpectInRoomAsync(string room, SocketClient[] members, params SocketClient[] nonMembers)
    {
        var text = Fresh("text");
        Assert.Equal((200, $"{members.Length} reached, offline: "), await Server.PostAsync($"/rooms?room={Uri.EscapeDataString(room)}&text={text}"));
        foreach (var member in members) await member.ExpectJsonAsync(new { http = text });
        foreach (var client in members.Concat(nonMembers)) await client.ExpectNothingAsync();
    }

    /// <summary>The room comes to have exactly these users.</summary>
    protected static async Task ExpectMembersAsync(SocketClient asker, string room, params string[] userIds)
        => await Patience.EventuallyAsync(() => AskAsync(asker, "members", room), seen => seen == $"members: {string.Join(' ', userIds)}");

    /// <summary>A user's device, which belongs to the user when this has completed.</summary>
    protected async Task<SocketClient> DeviceAsync(string userId)
    {
        var client = await Server.ConnectAsUserAsync(userId);
        await client.ExpectNothingAsync();
        return client;
    }

    /// <summary>An anonymous connection, which is let in when this has completed.</summary>
    protected async Task<SocketClient> NobodyAsync()
    {
        var client = await Server.ConnectAsNobodyAsync();
        await client.ExpectNothingAsync();
        return client;
    }
}
