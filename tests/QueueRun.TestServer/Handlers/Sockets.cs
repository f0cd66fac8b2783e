using QueueRun.Tests;

namespace QueueRun.TestServer;

/// <summary>Sockets at their limits: cancelled, closed, kept for later, and asked for what they do not have.</summary>
internal static class Sockets
{
    [SocketHandler("test=send-cancelled")]
    internal static async Task<string> Cancelled(Letter data, ISocket socket)
    {
        var cancelled = new CancellationToken(canceled: true);
        var told = new List<string>();
        foreach (var target in new[] { socket, socket.Connection, socket.To(data.To) })
        {
            try
            {
                await target.SendAsync(new { text = data.Text }, cancelled);
                told.Add("sent");
            }
            catch (OperationCanceledException)
            {
                told.Add("cancelled");
            }
        }

        return string.Join(' ', told);
    }

    /// <summary>Closes itself and then sends to itself, in every way.</summary>
    [SocketHandler("test=send-after-close")]
    internal static async Task AfterClose(Keyed data, string? userId, ISocket socket, Journal journal)
    {
        await socket.Connection.CloseAsync();
        await WriteDownAsync("connection", socket.Connection);
        await WriteDownAsync("user", socket);
        if (userId is not null) await WriteDownAsync("named", socket.To(userId));
        await socket.Connection.CloseAsync();
        journal.Add(data.Key, "closed again");

        async Task WriteDownAsync(string what, ISocket target)
        {
            var (recipients, offline) = await target.SendAsync(new { too = "late" });
            journal.Add(data.Key, $"{what}: {recipients} reached, {offline.Count} offline");
        }
    }

    /// <summary>A service of the scope sends when the scope is long gone.</summary>
    [SocketHandler("test=notify-later")]
    internal static void NotifyLater(Keyed data, Notifier notifier, EachMessage scoped, Gates gates)
    {
        scoped.Key = data.Key;
        _ = Task.Run(async () =>
        {
            await gates.WaitAsync(data.Key);
            await notifier.NotifyAsync("after the scope");
        });
    }

    /// <summary><c>Connection</c> after <c>To</c> is the current connection, and <c>To</c> after <c>Connection</c> is who was named.</summary>
    [SocketHandler("test=turn-around")]
    internal static async Task TurnAround(Letter data, ISocket socket)
    {
        await socket.To(data.To).Connection.SendAsync(new { turned = "here" });
        await socket.Connection.To(data.To).SendAsync(new { turned = "there" });
    }

    /// <summary>What the one user is called is wrong.</summary>
    [SocketHandler("test=wrong-one")]
    internal static async Task<string> WrongOne(WrongUser data, ISocket socket)
    {
        try
        {
            if (data.Ask) await socket.IsOnlineAsync(data.User!);
            else _ = socket.To(data.User!);
            return "taken";
        }
        catch (ArgumentException exception)
        {
            return exception.GetType().Name;
        }
    }
}

internal sealed record WrongUser(string? User, bool Ask);
