using QueueRun;

/// <summary>Messages between two users: all devices of both get one, except the tab that sent it, which gets an answer.</summary>
internal static class PrivateMessages
{
    private static long s_last;

    [SocketHandler]
    internal static async Task<Receipt> TellAsync(Tell data, SocketUser user, ISocket socket, TimeProvider time)
    {
        if (data.To is not { Length: > 0 and <= 100 } to) throw new SocketErrorException("To whom?");
        if (data.Text?.Trim() is not { Length: > 0 and <= 1000 } text) throw new SocketErrorException("A text has 1 to 1000 characters.");
        var told = new Told(Interlocked.Increment(ref s_last), time.GetUtcNow(), user.Id, to, text);
        var sent = await socket.To(to, user.Id).Others.SendAsync(told);
        return new Receipt(told.Id, told.At, Delivered: !sent.Offline.Contains(to));
    }
}

[SocketMessage("action", "tell")] internal sealed record Tell(string? To, string? Text);
[SocketMessage("event", "told")] internal sealed record Told(long Id, DateTimeOffset At, string From, string To, string Text);

/// <param name="Id">The message's place among all messages: a page sorts by it.</param>
/// <param name="At">When the server sent it.</param>
/// <param name="Delivered">Whether a device of the recipient took it. A real program keeps it for later if not.</param>
internal sealed record Receipt(long Id, DateTimeOffset At, bool Delivered);
