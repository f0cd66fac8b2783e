using System.Net.WebSockets;
using System.Security.Claims;
using Microsoft.AspNetCore.Mvc;
using QueueRun.Tests;

namespace QueueRun.TestServer;

/// <summary>What other code of a program does with sockets: HTTP endpoints, and a background service behind one.</summary>
internal static class Endpoints
{
    public static void MapTestEndpoints(this WebApplication app)
    {
        app.MapPost("/send", SendAsync);
        app.MapPost("/send-to", SendToAsync);
        app.MapPost("/close", CloseAsync);
        app.MapPost("/connection", ConnectionAsync);
        app.MapPost("/become", BecomeAsync);
        app.MapPost("/later", Later);
        app.MapPost("/rooms", (string room, string text, ISockets sockets) => TellAsync(() => sockets.ToRoom(room).SendAsync(new { http = text })));
        app.MapPost("/rooms/join", (string room, ISocket socket) => TellAsync(async () =>
        {
            await socket.Others.JoinAsync(room); // no connection is the current one: the user
            return default;
        }));
        app.MapPost("/background/{userId}", (string userId, string text, BackgroundSender sender) => sender.Order(userId, text));
        app.MapGet("/online/{userId}", async (string userId, ISocket socket) => await socket.IsOnlineAsync(userId) ? "true" : "false");
        app.MapGet("/online-by-sockets/{userId}", async (string userId, ISockets sockets) => await sockets.IsOnlineAsync(userId) ? "true" : "false");
    }

    private static Task<IResult> SendAsync(string text, ISocket socket)
        => TellAsync(() => socket.SendAsync(new { http = text }));

    private static Task<IResult> SendToAsync([FromQuery] string[] to, string text, ISocket socket)
        => TellAsync(() => socket.To(to).SendAsync(new { http = text }));

    private static Task<IResult> ConnectionAsync(string text, ISocket socket)
        => TellAsync(() => socket.Connection.SendAsync(new { http = text }));

    /// <summary>Closes a user everywhere; without <c>to</c>, the request's own.</summary>
    private static Task<IResult> CloseAsync(string? to, int? status, string? reason, ISocket socket)
        => TellAsync(async () =>
        {
            var target = to is null ? socket : socket.To(to);
            if (status is { } code) await target.CloseAsync((WebSocketCloseStatus)code, reason);
            else await target.CloseAsync();
            return default;
        });

    /// <summary>The socket is there before its user is.</summary>
    private static Task<IResult> BecomeAsync(string becomes, string text, ISocket socket, HttpContext context)
    {
        context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, becomes)], "later"));
        return TellAsync(() => socket.SendAsync(new { http = text }));
    }

    /// <summary>The socket outlives its request: it waits at the gate <paramref name="key"/>, and writes down what becomes of its sends.</summary>
    private static void Later(string key, string to, ISocket socket, Gates gates, Journal journal)
    {
        _ = Task.Run(async () =>
        {
            await gates.WaitAsync(key);
            var (recipients, _) = await socket.To(to).SendAsync(new { later = "named" });
            journal.Add(key, $"named: {recipients}");
            try
            {
                await socket.SendAsync(new { later = "not named" });
                journal.Add(key, "not named: sent");
            }
            catch (InvalidOperationException)
            {
                journal.Add(key, "not named: refused");
            }
        });
    }

    /// <summary>How many were reached and who is offline; or the exception, as <c>409</c>.</summary>
    private static async Task<IResult> TellAsync(Func<ValueTask<SendResult>> send)
    {
        try
        {
            var (recipients, offline) = await send();
            return Results.Text($"{recipients} reached, offline: {string.Join(' ', offline)}");
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            return Results.Text($"{exception.GetType().Name}: {exception.Message}", statusCode: StatusCodes.Status409Conflict);
        }
    }
}
