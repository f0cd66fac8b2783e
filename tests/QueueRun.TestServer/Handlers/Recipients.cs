using System.Net.WebSockets;

namespace QueueRun.TestServer;

internal sealed record Note(string Text);

internal sealed record Letter(string[] To, string Text);

internal sealed record Outcome(int Recipients, IReadOnlyList<string> Offline)
{
    public static Outcome Of(SendResult result) => new(result.Recipients, result.Offline);
}

/// <summary>Whom a message reaches.</summary>
internal static class Recipients
{
    [SocketHandler("test=send")]
    internal static async Task<Outcome> Send(Note data, ISocket socket) => Outcome.Of(await socket.SendAsync(new { sent = data.Text }));

    [SocketHandler("test=send-connection")]
    internal static async Task<Outcome> SendConnection(Note data, ISocket socket)
        => Outcome.Of(await socket.Connection.SendAsync(new { sent = data.Text }));

    [SocketHandler("test=send-to")]
    internal static async Task<Outcome> SendTo(Letter data, string? userId, ISocket socket, CancellationToken token)
        => Outcome.Of(await socket.To(data.To).SendAsync(new { from = userId, text = data.Text }, token));

    /// <summary>The same without an answer to the sender.</summary>
    [SocketHandler("test=tell")]
    internal static async Task Tell(Letter data, string? userId, ISockets sockets)
        => await sockets.To(data.To).SendAsync(new { from = userId, text = data.Text });

    [SocketHandler("test=send-to-one")]
    internal static async Task<Outcome> SendToOne(Letter data, ISocket socket) => Outcome.Of(await socket.To(data.To[0]).SendAsync(new { text = data.Text }));

    [SocketHandler("test=send-to-params")]
    internal static async Task<Outcome> SendToParams(Letter data, ISocket socket)
        => Outcome.Of(await socket.To(data.To[0], data.To[1]).SendAsync(new { text = data.Text }));

    /// <summary>The second <c>To</c> replaces the first.</summary>
    [SocketHandler("test=send-to-last")]
    internal static async Task<Outcome> SendToLast(Letter data, ISocket socket)
        => Outcome.Of(await socket.To(data.To[0]).To(data.To[1]).SendAsync(new { text = data.Text }));

    /// <summary>Answers with the exception that the recipients cause.</summary>
    [SocketHandler("test=send-to-wrong")]
    internal static async Task<string> SendToWrong(Wrong data, ISocket socket)
    {
        try
        {
            await socket.To(data.To!).SendAsync(new { text = "wrong" });
            return "sent";
        }
        catch (ArgumentException exception)
        {
            return exception.GetType().Name;
        }
    }

    [SocketHandler("test=close")]
    internal static async Task Close(Closing data, ISocket socket, CancellationToken token)
    {
        var target = data switch
        {
            { To: { } userId } => socket.To(userId),
            { All: true } => socket,
            _ => socket.Connection,
        };
        await target.SendAsync(new { last = "words" }, token);
        if (data.Status is { } status) await target.CloseAsync((WebSocketCloseStatus)status, data.Reason, token);
        else await target.CloseAsync(cancellationToken: token);
    }
}

internal sealed record Wrong(string[]? To);

internal sealed record Closing(int? Status, string? Reason, bool All, string? To);
