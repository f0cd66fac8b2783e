using System.Text;

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
    internal static async Task DoCrash(Crash job, JobContext context, IConfiguration configuration)
    {
        var journal = configuration["Journal:File"]!;
        CrashJournal.Add(journal, $"begin {job.Number} {job.Line ?? "-"} {Environment.ProcessId}");
        await Task.Yield();
        if (job.Number % 10 == 0) await Task.Delay(TimeSpan.FromMilliseconds(context.Attempt)); // some are killed in the middle
        CrashJournal.Add(journal, $"end {job.Number} {job.Line ?? "-"} {Environment.ProcessId}");
    }
}

/// <summary>A file that several processes write lines to, each whole and at its time.</summary>
public static class CrashJournal
{
    public static void Add(string path, string line)
    {
        while (true)
        {
            try
            {
                using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
                file.Write(Encoding.UTF8.GetBytes(line + "\n"));
                return;
            }
            catch (IOException)
            {
                Thread.Yield(); // another process writes: that takes microseconds
            }
        }
    }
}
