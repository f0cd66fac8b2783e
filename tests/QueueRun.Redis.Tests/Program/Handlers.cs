using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace QueueRun.Redis.Tests;

/// <summary>A user of the program's own type: what hooks say of it shows where the object comes from.</summary>
/// <param name="Id">The id.</param>
/// <param name="Name">The name, which hooks tell.</param>
internal sealed record Person(string Id, string Name) : SocketUser(Id)
{
    /// <summary>Whether this is the very object that <c>[OnConnect]</c> has returned.</summary>
    [JsonIgnore] public bool IsOriginal { get; init; }
}

/// <summary>The program that runs as several processes.</summary>
internal static class Handlers
{
    [OnConnect]
    internal static SocketUser Connect(HttpContext http)
    {
        if (http.Request.Query["as"] is not [{ Length: > 0 } id]) return SocketUser.Anonymous;
        return http.Request.Query["name"] is [{ Length: > 0 } name] ? new Person(id, name) { IsOriginal = true } : new SocketUser(id);
    }

    [SocketHandler("test=echo/[text]")]
    internal static Task Echo(ISocket socket, string text) => socket.Connection.SendAsync(text).AsTask();

    [SocketHandler("test=others/[text]")]
    internal static Task Others(ISocket socket, string text) => socket.Others.SendAsync(text).AsTask();

    [SocketHandler("test=say/[room]/[text]")]
    internal static Task Say(ISocket socket, string room, string text) => socket.ToRoom(room).SendAsync(text).AsTask();

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
    internal static Task Online(string userId, Person? person, Events events, CancellationToken cancellationToken) => Tell("online", userId, Describe(person), events, cancellationToken);

    [OnOffline]
    internal static Task Offline(string userId, Person? person, Events events, CancellationToken cancellationToken) => Tell("offline", userId, Describe(person), events, cancellationToken);

    [OnJoin]
    internal static Task Join(string userId, string room, Events events, CancellationToken cancellationToken) => Tell("join", userId, room, events, cancellationToken);

    [OnLeave]
    internal static Task Leave(string userId, string room, Events events, CancellationToken cancellationToken) => Tell("leave", userId, room, events, cancellationToken);

    private static string Describe(Person? person) => person is null ? "" : $"{person.Name}{(person.IsOriginal ? "" : " from JSON")}";

    private static async Task Tell(string what, string userId, string more, Events events, CancellationToken cancellationToken)
    {
        if (events.Held.TryGetValue($"{what} {userId}", out var held)) await held.Task.WaitAsync(cancellationToken);
        events.Add($"{what} {userId}{(more is "" ? "" : $" {more}")}");
    }
}
