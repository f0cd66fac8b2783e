using System.Diagnostics;
using System.Text;

namespace QueueRun.Redis.Chaos.Node;

/// <summary>
/// A process's journal: a line for each event, with the time of the clock that all processes of the machine share. A line is with the kernel
/// when the method returns, so that it survives the process.
/// </summary>
internal sealed class JournalWriter(string path) : IDisposable
{
    private readonly FileStream _file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
    private readonly Lock _gate = new();
    private long _calls;

    /// <summary>A hook is called. Returns the number of the call.</summary>
    public long Begin(string hook, string user, string room, PresenceContext context)
    {
        var call = Interlocked.Increment(ref _calls);
        Write($"begin {call} {hook} {user} {room} {context.Number} {(context.MayRepeat ? "may" : "not")}");
        return call;
    }

    /// <summary>A hook has ended.</summary>
    public void End(long call, bool isWhole) => Write($"end {call} {(isWhole ? "whole" : "cut")}");

    /// <summary>A message is about to be sent.</summary>
    public void Send(long number, string to) => Write($"send {number} {to}");

    /// <summary>A send has ended.</summary>
    public void Sent(long number, SendResult result)
        => Write($"sent {number} {(result.IsComplete ? "whole" : "part")} {string.Join(',', result.Offline)} {string.Join(',', result.Unknown)}");

    /// <summary>A send has failed.</summary>
    public void Failed(long number, Exception error) => Write($"failed {number} {error.GetType().Name}");

    /// <summary>A counter of the cluster has risen.</summary>
    public void Count(string counter, long by) => Write($"count {counter} {by}");

    public void Dispose() => _file.Dispose();

    private void Write(string line)
    {
        lock (_gate) _file.Write(Encoding.UTF8.GetBytes($"{Stopwatch.GetTimestamp()} {line}\n"));
    }
}
