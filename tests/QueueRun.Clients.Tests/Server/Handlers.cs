using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace QueueRun.Clients;

/// <summary>The program that the clients talk to.</summary>
internal static class Handlers
{
    [OnConnect]
    internal static SocketUser? Connect(HttpContext context) => context.Request.Query["as"] is [{ Length: > 0 } name] ? new(name) : null;

    [Authenticate]
    internal static SocketUser? SignIn(SignIn data) => data.Name switch
    {
        "nobody" => null,
        "unknown" => throw new SocketErrorException("no such user"),
        _ => new(data.Name),
    };

    [SocketHandler]
    internal static async Task Say(Say data, SocketUser user, ISocket socket, CancellationToken token)
        => await socket.ToRoom(data.Room).SendAsync(new Said(data.Room, user.Id, data.Text, null), token);

    [SocketHandler("[room]/action=enter")]
    internal static async Task Enter(string room, ISocket socket, CancellationToken token) => await socket.Connection.JoinAsync(room, token);

    /// <summary>What a dish costs.</summary>
    [SocketHandler("action=price")]
    internal static Price? PriceOf(Order data) => data.Dish == "nothing" ? null : new(4.5m * data.Count, 7, new(2026, 1, 31), [1, 2, 3]);

    [SocketHandler("action=fail")]
    internal static int Fail() => throw new SocketErrorException("it failed");

    [SocketHandler("action=me")]
    internal static string Me(SocketUser user) => user.Id;

    [SocketHandler("action=count/[to]")]
    internal static async IAsyncEnumerable<int> CountAsync(int to)
    {
        for (var i = 1; i <= to; i++)
        {
            await Task.Yield();
            yield return i;
        }
    }

    [SocketHandler("action=forever")]
    internal static async IAsyncEnumerable<int> ForeverAsync(Tally tally, [EnumeratorCancellation] CancellationToken token)
    {
        using var running = tally.Run();
        for (var i = 1; ; i++)
        {
            yield return i;
            await Task.Delay(5, token);
        }
    }

    [SocketHandler("action=wait", Concurrent = true)]
    internal static async Task WaitAsync(Tally tally, CancellationToken token)
    {
        using var running = tally.Run();
        await Task.Delay(Timeout.Infinite, token);
    }

    [SocketHandler("action=note/[id]")]
    internal static void Note(int id, Tally tally) => tally.Note(id);

    [SocketHandler("action=end")]
    internal static async Task End([FromMessage] Closing closing, ISocket socket, CancellationToken token)
        => await socket.Connection.CloseAsync((WebSocketCloseStatus)closing.Code, closing.Reason, token);

    [SocketHandler]
    internal static JsonElement Other(JsonElement data) => data.Clone();

    [SocketHandler]
    internal static string Text(string text) => text;

    [SocketHandler]
    internal static byte[] Bytes(byte[] data) => [.. data.Reverse()];

    /// <summary>Ends a user.</summary>
    [SocketHandler("action=ban/[who]", Endpoint = "admin")]
    internal static string Ban(string who) => $"{who} is banned";
}
