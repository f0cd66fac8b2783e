using QueueRun.Tests;

namespace QueueRun.TestServer;

/// <summary>Handlers that take their time, in every good and bad way.</summary>
internal static class Timing
{
    [SocketHandler("test=echo/[text]")]
    internal static string Echo(string text) => text;

    [SocketHandler("test=note/[line]")]
    internal static string Note(Keyed data, string line, Journal journal)
    {
        journal.Add(data.Key, line);
        return line;
    }

    /// <summary>Waits at its gate and honours the token.</summary>
    [SocketHandler("test=hold/[line]", TimeoutSeconds = 60)]
    internal static async Task<string> Hold(Keyed data, string line, Journal journal, Gates gates, CancellationToken token)
    {
        journal.Add(data.Key, $"{line} begins");
        try
        {
            await gates.WaitAsync(data.Key, token);
        }
        catch (OperationCanceledException)
        {
            journal.Add(data.Key, $"{line} cancelled");
            throw;
        }

        journal.Add(data.Key, $"{line} ends");
        return line;
    }

    /// <summary>Honours the token, which fires soon.</summary>
    [SocketHandler("test=hang", TimeoutSeconds = 0.2)]
    internal static async Task<string> Hang(Keyed data, Journal journal, CancellationToken token)
    {
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
        }
        finally
        {
            journal.Add(data.Key, "cancelled");
        }

        return "never";
    }

    /// <summary>Has no time of its own.</summary>
    [SocketHandler("test=hang-by-default")]
    internal static async Task HangByDefault(SocketRequest request) => await Task.Delay(Timeout.InfiniteTimeSpan, request.Aborted);

    /// <summary>Ignores the token, sends late, and returns something late.</summary>
    [SocketHandler("test=ignore", TimeoutSeconds = 0.2)]
    internal static async Task<string> Ignore(Keyed data, ISocket socket, Journal journal, Gates gates)
    {
        journal.Add(data.Key, "begins");
        await gates.WaitAsync(data.Key, CancellationToken.None);
        await socket.SendAsync(new { sent = "late" }, CancellationToken.None);
        journal.Add(data.Key, "ends");
        return "dropped";
    }

    [SocketHandler("test=throw-late", TimeoutSeconds = 0.2)]
    internal static async Task ThrowLate(Keyed data, Gates gates)
    {
        await gates.WaitAsync(data.Key, CancellationToken.None);
        throw new SocketErrorException($"late for {data.Key}");
    }

    /// <summary>Blocks its thread.</summary>
    [SocketHandler("test=block", TimeoutSeconds = 0.2)]
    internal static string Block(Keyed data, Journal journal, Gates gates)
    {
        journal.Add(data.Key, "blocks");
        gates.Block(data.Key);
        journal.Add(data.Key, "unblocked");
        return "dropped";
    }

    /// <summary>Blocks its thread, and the runtime cannot see it.</summary>
    [SocketHandler("test=block-unseen")]
    internal static void BlockUnseen(Keyed data, Gates gates) => gates.BlockUnseen(data.Key);

    /// <summary>Work that has a moment left to do when the server begins to stop: shutdown should wait for it.</summary>
    [SocketHandler("test=brief", TimeoutSeconds = 60)]
    internal static async Task<string> Brief(Keyed data, Journal journal, IHostApplicationLifetime lifetime)
    {
        journal.Add(data.Key, "begins");
        await Task.Delay(Timeout.InfiniteTimeSpan, lifetime.ApplicationStopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.Delay(TimeSpan.FromMilliseconds(300), CancellationToken.None);
        return "brief work done";
    }

    [SocketHandler("test=throw/[how]")]
    internal static async Task<string> Throw(string how)
    {
        if (how == "told") throw new SocketErrorException("You may not do \"that\".");
        if (how == "at once") throw new InvalidOperationException("Something inside.");
        await Task.Yield();
        if (how == "told later") throw new SocketErrorException("Told later.");
        throw new InvalidOperationException("Something inside, later.");
    }

    [SocketHandler("test=throw-without-task")]
    internal static void ThrowWithoutTask() => throw new InvalidOperationException("Something inside.");
}
