using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;

namespace QueueRun.Testing.Tests;

/// <summary>The program under test: the README's chat, and handlers that take their time, fail or wait.</summary>
internal static class ChatHandlers
{
    [SocketHandler]
    internal static Welcomed Welcome(JsonElement data) => new Welcomed("👋 Welcome!");

    [SocketHandler("[room]/action=enter")]
    internal static void Enter(string room, SocketUser user, Rooms rooms) => rooms.Join(room, user.Id);

    [SocketHandler]
    internal static async Task Say(Say data, SocketUser user, ISocket socket, Rooms rooms, CancellationToken token)
        => await socket.To(rooms.Members(data.Room)).SendAsync(new Said(data.Room, user.Id, data.Text), token);

    [SocketHandler("action=wait")]
    internal static async Task<Waited> WaitAsync(Wait data, TimeProvider time, CancellationToken token)
    {
        await Task.Delay(TimeSpan.FromSeconds(data.Seconds), time, token);
        return new Waited(data.Seconds);
    }

    [SocketHandler("action=tick")]
    internal static async IAsyncEnumerable<Ticked> TickAsync(
        TimeProvider time, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
    {
        for (var i = 1; ; i++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), time, token);
            yield return new Ticked(i);
        }
    }

    [SocketHandler("action=beside/[text]", Concurrent = true)]
    internal static string Beside(string text) => text;

    [SocketHandler("action=count/[to]")]
    internal static async IAsyncEnumerable<int> CountAsync(int to)
    {
        for (var i = 1; i <= to; i++)
        {
            await Task.Yield();
            yield return i;
        }
    }

    /// <summary>Does not wait for the test.</summary>
    [SocketHandler("action=work", Concurrent = true)]
    internal static async Task<string> WorkAsync()
    {
        for (var i = 0; i < 5; i++) await Task.Delay(TimeSpan.FromMilliseconds(1));
        return "worked";
    }

    [SocketHandler("action=fail")]
    internal static void Fail() => throw new InvalidOperationException("the roof is on fire");

    [SocketHandler("action=gate")]
    internal static Task<string> GateAsync(Rooms rooms) => rooms.Gate.WaitAsync();

    [SocketHandler("action=misshapen")]
    internal static async Task MisshapenAsync(ISocket socket) => await socket.SendAsync(new { @event = "said", room = 7 });

    [SocketHandler("[type]/action=claim")]
    internal static string? Claim(string type, ClaimsPrincipal principal) => principal.FindFirst(type)?.Value;

    [SocketHandler("action=kick")]
    internal static async Task KickAsync(SocketUser user, ISocket socket)
        => await socket.CloseAsync(System.Net.WebSockets.WebSocketCloseStatus.PolicyViolation, $"bye {user.Id}");

    [SocketHandler]
    internal static byte[] Reverse(byte[] data) => [.. data.Reverse()];

    [SocketHandler]
    internal static string Shout(string data) => data.ToUpperInvariant();

    [Authenticate]
    internal static Member? Authenticate(SignIn data) => data.Name is { Length: > 0 } name ? new Member(name, IsAdmin: false) : null;

    [SocketHandler("action=close-shop", Endpoint = "admin"), Authorize(Roles = "owner")]
    internal static string CloseShop(string userId) => $"closed by {userId}";

    [SocketHandler("action=admin")]
    internal static async Task AdminAsync(Member user, ISocket socket) => await socket.SendAsync(new { admin = user.IsAdmin });

    [OnOnline]
    internal static void Online(string userId, Rooms rooms) => rooms.Journal.Enqueue($"{userId} online");

    [OnOffline]
    internal static void Offline(string userId, Rooms rooms)
    {
        rooms.LeaveAll(userId);
        rooms.Journal.Enqueue($"{userId} offline");
    }
}

internal sealed record Member(string Id, bool IsAdmin) : SocketUser(Id);

internal sealed record SignIn(string Name);

[SocketMessage("action", "say")]
internal sealed record Say(string Room, string Text);

[SocketMessage("event", "said")]
internal sealed record Said(string Room, string From, string Text);

internal sealed record Welcomed(string Reply);

internal sealed record Wait(double Seconds);

internal sealed record Waited(double Seconds);

internal sealed record Ticked(int Tick);

internal sealed class Rooms
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<(string Room, string User), bool> _members = new();

    public System.Collections.Concurrent.ConcurrentQueue<string> Journal { get; } = [];

    /// <summary>What a handler waits for until the test gives it.</summary>
    public TestSignal<string> Gate { get; set; } = new();

    /// <summary>What a handler waits for, and nobody knows that it does.</summary>
    public TaskCompletionSource<string> Stuck { get; } = new();

    public void Join(string room, string userId) => _members[(room, userId)] = true;

    public void LeaveAll(string userId)
    {
        foreach (var key in _members.Keys.Where(key => key.User == userId)) _members.TryRemove(key, out _);
    }

    public string[] Members(string room) => [.. _members.Keys.Where(key => key.Room == room).Select(key => key.User)];
}
