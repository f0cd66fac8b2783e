using Microsoft.AspNetCore.Http;

namespace QueueRun.Redis.Tests;

/// <summary>The program that runs as several processes.</summary>
internal static class Handlers
{
    [OnConnect]
    internal static SocketUser Connect(HttpContext http) => http.Request.Query["as"] is [{ Length: > 0 } id] ? new(id) : SocketUser.Anonymous;

    [SocketHandler("test=echo/[text]")]
    internal static Task Echo(ISocket socket, string text) => socket.Connection.SendAsync(text).AsTask();

    [SocketHandler("test=others/[text]")]
    internal static Task Others(ISocket socket, string text) => socket.Others.SendAsync(text).AsTask();

    [SocketHandler("test=join/[room]")]
    internal static async Task Join(ISocket socket, string room)
    {
        await socket.JoinAsync(room);
        await socket.Connection.SendAsync($"joined {room}");
    }

    [SocketHandler("test=enter/[room]")]
    internal static async Task Enter(ISocket socket, string room)
    {
        await socket.Connection.JoinAsync(room);
        await socket.Connection.SendAsync($"entered {room}");
    }

    [SocketHandler("test=leave/[room]")]
    internal static async Task Leave(ISocket socket, string room)
    {
        await socket.LeaveAsync(room);
        await socket.Connection.SendAsync($"left {room}");
    }
}

internal static class Hooks
{
    [OnOnline]
    internal static Task Online(string userId, Events events, CancellationToken cancellationToken) => Tell("online", userId, "", events, cancellationToken);

    [OnOffline]
    internal static Task Offline(string userId, Events events, CancellationToken cancellationToken) => Tell("offline", userId, "", events, cancellationToken);

    [OnJoin]
    internal static Task Join(string userId, string room, Events events, CancellationToken cancellationToken) => Tell("join", userId, room, events, cancellationToken);

    [OnLeave]
    internal static Task Leave(string userId, string room, Events events, CancellationToken cancellationToken) => Tell("leave", userId, room, events, cancellationToken);

    private static async Task Tell(string what, string userId, string room, Events events, CancellationToken cancellationToken)
    {
        if (events.Held.TryGetValue($"{what} {userId}", out var held)) await held.Task.WaitAsync(cancellationToken);
        events.Add($"{what} {userId}{(room is "" ? "" : $" {room}")}");
    }
}
