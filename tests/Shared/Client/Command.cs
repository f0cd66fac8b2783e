using System.Diagnostics;
using System.Text;

namespace QueueRun.Tests;

/// <summary>Runs programs for tests, and captures their output.</summary>
public static class Command
{
    /// <summary>Runs a program to its end, at the latest this process's end. Returns its exit code and its output.</summary>
    /// <param name="info">The program.</param>
    /// <param name="limit">How long it may take; null for <see cref="Patience.Limit"/>.</param>
    /// <exception cref="TimeoutException">It took longer.</exception>
    public static async Task<(int Status, string Said)> RunAsync(ProcessStartInfo info, TimeSpan? limit = null)
    {
        using var process = Start(info, out var said);
        await using var guard = new ProcessGuard(process);
        await process.WaitForExitAsync().WithinLimitAsync($"the end of {info.FileName}", limit);
        lock (said) return (process.ExitCode, said.ToString());
    }

    /// <summary>Starts a program, and captures its output.</summary>
    /// <param name="info">The program.</param>
    /// <param name="said">The output so far; locked while it is written.</param>
    public static Process Start(ProcessStartInfo info, out StringBuilder said)
    {
        (info.RedirectStandardOutput, info.RedirectStandardError) = (true, true);
        var output = said = new();
        var process = new Process { StartInfo = info };
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;

        void Add(string? line)
        {
            if (line is null) return;
            lock (output) output.AppendLine(line);
        }
    }
}
