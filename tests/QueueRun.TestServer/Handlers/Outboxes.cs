using QueueRun.Tests;

namespace QueueRun.TestServer;

internal sealed record Parcel(string Key, int First, int Count, int Size, string[]? To, string? Kind);

/// <summary>Much, large, and many at once: what outboxes are for.</summary>
internal static class Outboxes
{
    /// <summary>Sends whose only target is the handler's own connection wait for room, as long as it takes; the journal counts them.</summary>
    [SocketHandler("test=send-much", TimeoutSeconds = 60)]
    internal static async Task Much(Parcel data, ISocket socket, Journal journal)
    {
        for (var n = 0; n < data.Count; n++)
        {
            await socket.Connection.SendAsync(Text(n, data.Size));
            journal.Add(data.Key, "sent");
        }
    }

    /// <summary>To all devices of the user, or to those named: these never wait.</summary>
    [SocketHandler("test=send-much-to", TimeoutSeconds = 60)]
    internal static async Task<string> MuchTo(Parcel data, ISocket socket)
    {
        var reached = 0;
        for (var n = 0; n < data.Count; n++)
            reached += (await (data.To is { } to ? socket.To(to) : socket).SendAsync(Text(data.First + n, data.Size))).Recipients;
        return $"reached {reached}";
    }

    /// <summary>More than any outbox holds: each element waits for room; the journal counts them.</summary>
    [SocketHandler("test=stream-much", TimeoutSeconds = 60)]
    internal static async IAsyncEnumerable<string> StreamMuch(Parcel data, Journal journal)
    {
        try
        {
            for (var n = 0; n < data.Count; n++)
            {
                await Task.Yield();
                yield return Text(n, data.Size);
                journal.Add(data.Key, "taken");
            }
        }
        finally
        {
            journal.Add(data.Key, "disposed");
        }
    }

    /// <summary>Sends that are started one after the other, and awaited all together.</summary>
    [SocketHandler("test=send-at-once")]
    internal static async Task AtOnce(Parcel data, ISocket socket)
    {
        var sends = new List<Task<SendResult>>();
        for (var n = 0; n < data.Count; n++) sends.Add(socket.SendAsync(new { n }).AsTask());
        await Task.WhenAll(sends);
    }

    [SocketHandler("test=send-large")]
    internal static async Task<string> Large(Parcel data, ISocket socket)
    {
        var target = data.To is { } to ? socket.To(to) : socket;
        try
        {
            switch (data.Kind)
            {
                case "text": await target.SendAsync(new string('x', data.Size)); break;
                case "binary": await target.SendAsync(new byte[data.Size]); break;
                default: await target.SendAsync(new { large = new string('x', data.Size) }); break;
            }

            return "sent";
        }
        catch (ArgumentException exception)
        {
            return $"{exception.GetType().Name}: {exception.Message}";
        }
    }

    [SocketHandler("test=return-large")]
    internal static string ReturnLarge(Parcel data) => new('x', data.Size);

    private static string Text(int number, int size) => $"{number} {new string('x', size)}";
}
