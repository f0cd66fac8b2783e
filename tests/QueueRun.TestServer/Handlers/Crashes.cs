using QueueRun.Tests;

namespace QueueRun.TestServer;

/// <summary>A job of the crash tests: numbered, and perhaps in line.</summary>
internal sealed record Crash(int Number, string? Line);

/// <summary>Jobs that are done in a process that is killed at any moment: what they did stands in the journal's file.</summary>
internal static class Crashes
{
    [SocketHandler("test=push-crash")]
    internal static async Task<int> Push(Crash data, IQueue<Crash> queue)
    {
        await queue.PushAsync(data, data.Line is null ? null : new() { Key = data.Line });
        return data.Number;
    }

    [QueueHandler]
    internal static async Task DoCrash(Crash job, JobContext context, Journal journal)
    {
        journal.Add("begin", $"{job.Number} {job.Line ?? "-"} {Environment.ProcessId}");
        await Task.Yield();
        if (job.Number % 10 == 0) await Task.Delay(TimeSpan.FromMilliseconds(context.Attempt)); // some are killed in the middle
        journal.Add("end", $"{job.Number} {job.Line ?? "-"} {Environment.ProcessId}");
    }
}
