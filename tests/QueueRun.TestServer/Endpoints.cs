using System.Net.WebSockets;

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
        app.MapPost("/background/{userId}", (string userId, string text, BackgroundSender sender) => sender.Order(userId, text));
        app.MapGet("/online/{userId}", async (string userId, ISocket socket) => await socket.IsOnlineAsync(userId) ? "true" : "false");
        app.MapGet("/online-by-sockets/{userId}", async (string userId, ISockets sockets) => await sockets.IsOnlineAsync(userId) ? "true" : "false");
    }

    private static Task<IResult> SendAsync(string text, ISocket socket)
        => TellAsync(() => socket.SendAsync(new { http = text }));

    private static Task<IResult> SendToAsync(string[] to, string text, ISocket socket)
        => TellAsync(() => socket.To(to).SendAsync(new { http = text }));

    private static Task<IResult> ConnectionAsync(string text, ISocket socket)
        => TellAsync(() => socket.Connection.SendAsync(new { http = text }));

    private static async Task<string> CloseAsync(string to, ISocket socket)
    {
        await socket.To(to).CloseAsync(WebSocketCloseStatus.PolicyViolation, "by request");
        return "closed";
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
