using System.Runtime.CompilerServices;
using QueueRun.Tests;

namespace QueueRun.TestServer;

/// <summary>Every kind of return value.</summary>
internal static class Returns
{
    [SocketHandler("test=return-void")]
    internal static void Void(Keyed data, Journal journal) => journal.Add(data.Key, "void");

    [SocketHandler("test=return-task")]
    internal static Task Task(Keyed data, Journal journal)
    {
        journal.Add(data.Key, "task");
        return System.Threading.Tasks.Task.CompletedTask;
    }

    [SocketHandler("test=return-value-task")]
    internal static async ValueTask ValueTask(Keyed data, Journal journal)
    {
        await System.Threading.Tasks.Task.Yield();
        journal.Add(data.Key, "value task");
    }

    [SocketHandler("test=return-value")]
    internal static Point Value() => new(1, 2);

    [SocketHandler("test=return-task-of")]
    internal static async Task<Point?> TaskOf()
    {
        await System.Threading.Tasks.Task.Yield();
        return new Point(3, 4);
    }

    [SocketHandler("test=return-value-task-of")]
    internal static ValueTask<Said> ValueTaskOf() => new(new Said("here", "me", "hi"));

    [SocketHandler("test=return-text")]
    internal static string Text() => "plain text";

    [SocketHandler("test=return-number")]
    internal static int Number() => 42;

    [SocketHandler("test=return-list")]
    internal static List<Point> List() => [new(1, 2), new(3, 4)];

    [SocketHandler("test=return-bytes")]
    internal static Task<byte[]> Bytes() => System.Threading.Tasks.Task.FromResult<byte[]>([1, 2, 3]);

    [SocketHandler("test=return-memory")]
    internal static ReadOnlyMemory<byte> Memory() => new byte[] { 4, 5, 6 };

    [SocketHandler("test=return-null")]
    internal static Said? Null() => null;

    [SocketHandler("test=return-null-text")]
    internal static Task<string?> NullText() => System.Threading.Tasks.Task.FromResult<string?>(null);

    [SocketHandler("test=return-null-value")]
    internal static Point? NullValue() => null;

    /// <summary>A result is not a message: the client receives what was sent and nothing else.</summary>
    [SocketHandler("test=return-send-result")]
    internal static ValueTask<SendResult> SendResult(ISocket socket) => socket.SendAsync(new { sent = "once" });

    /// <summary>What is known only at run time.</summary>
    [SocketHandler("test=return-node")]
    internal static System.Text.Json.Nodes.JsonObject Node() => new() { ["inner"] = new System.Text.Json.Nodes.JsonObject { ["n"] = 1 } };

    [SocketHandler("test=stream")]
    internal static async IAsyncEnumerable<Point> Stream(Length data)
    {
        for (var i = 0; i < data.Count; i++)
        {
            await System.Threading.Tasks.Task.Yield();
            yield return new Point(i, i);
        }
    }

    [SocketHandler("test=stream-text")]
    internal static async IAsyncEnumerable<string> StreamText()
    {
        yield return "one";
        await System.Threading.Tasks.Task.Yield();
        yield return "two";
    }

    /// <summary>Waits at a gate of its own before each element.</summary>
    [SocketHandler("test=stream-held")]
    internal static async IAsyncEnumerable<int> StreamHeld(Keyed data, Journal journal, Gates gates, [EnumeratorCancellation] CancellationToken token)
    {
        for (var n = 1; ; n++)
        {
            journal.Add(data.Key, $"waits {n}");
            await gates.WaitAsync($"{data.Key} {n}", token);
            yield return n;
        }
    }

    [SocketHandler("test=stream-stuck", TimeoutSeconds = 0.3)]
    internal static async IAsyncEnumerable<int> StreamStuck([EnumeratorCancellation] CancellationToken token)
    {
        yield return 1;
        await System.Threading.Tasks.Task.Delay(Timeout.InfiniteTimeSpan, token);
        yield return 2;
    }

    [SocketHandler("test=stream-failing")]
    internal static async IAsyncEnumerable<int> StreamFailing()
    {
        yield return 1;
        await System.Threading.Tasks.Task.Yield();
        throw new SocketErrorException("the stream failed");
    }

    /// <summary>Never ends by itself; says when it is disposed.</summary>
    [SocketHandler("test=stream-for-ever")]
    internal static async IAsyncEnumerable<int> StreamForEver(Keyed data, Journal journal, Gates gates, [EnumeratorCancellation] CancellationToken token)
    {
        try
        {
            yield return 1;
            await gates.WaitAsync(data.Key, token);
        }
        finally
        {
            journal.Add(data.Key, "disposed");
        }
    }

    /// <summary>An element every few milliseconds.</summary>
    [SocketHandler("test=stream-slow/[count]")]
    internal static async IAsyncEnumerable<int> StreamSlow(int count)
    {
        for (var n = 1; n <= count; n++)
        {
            yield return n;
            await System.Threading.Tasks.Task.Delay(TimeSpan.FromMilliseconds(10));
        }
    }

    /// <summary>Never ends by itself, and ends without an exception when it is cancelled.</summary>
    [SocketHandler("test=stream-polite")]
    internal static async IAsyncEnumerable<int> StreamPolite(Keyed data, Journal journal, Gates gates, [EnumeratorCancellation] CancellationToken token)
    {
        yield return 1;
        await gates.WaitAsync(data.Key, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        journal.Add(data.Key, "disposed");
    }

    /// <summary>Hears nothing of its token.</summary>
    [SocketHandler("test=stream-deaf")]
    internal static async IAsyncEnumerable<int> StreamDeaf(Keyed data, Journal journal, Gates gates)
    {
        try
        {
            yield return 1;
            await gates.WaitAsync(data.Key, CancellationToken.None);
            yield return 2;
            journal.Add(data.Key, "went on");
            yield return 3;
        }
        finally
        {
            journal.Add(data.Key, "disposed");
        }
    }
}

internal sealed record Length(int Count);
