using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace QueueRun.Tests;

/// <summary>A server in its own process, which always ends with this one.</summary>
public sealed partial class ServerProcess : ServerUnderTest
{
    private readonly Process _process;
    private readonly ProcessGuard _guard;

    private ServerProcess(Process process, ProcessGuard guard, Uri address) : base(address) => (_process, _guard) = (process, guard);

    /// <summary>Starts a program, and waits until it prints its address.</summary>
    /// <exception cref="ServerFailedException">It ended before it listened.</exception>
    public static async Task<ServerProcess> StartAsync(string program, params IEnumerable<string> arguments)
    {
        var info = new ProcessStartInfo(program, ["--urls", "http://127.0.0.1:0", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(program),
        };
        info.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        info.Environment.Remove("DOTNET_ENVIRONMENT");
        info.Environment.Remove("ASPNETCORE_URLS");
        info.Environment["DOTNET_TieredPGO"] = "0"; // measures for a long life, which none of these servers has

        var process = new Process { StartInfo = info, EnableRaisingEvents = true };
        var output = new StringBuilder();
        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.Start();
        var guard = new ProcessGuard(process);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _ = FailAtExitAsync();

        try
        {
            return new ServerProcess(process, guard, await address.Task.WithinLimitAsync($"{program} to listen"));
        }
        catch
        {
            await guard.DisposeAsync();
            throw;
        }

        void Read(string? line)
        {
            if (line is null) return;
            lock (output) output.AppendLine(line);
            if (Listening().Match(line) is { Success: true } match) address.TrySetResult(new Uri(match.Groups[1].Value));
        }

        async Task FailAtExitAsync()
        {
            await process.WaitForExitAsync();
            lock (output) address.TrySetException(new ServerFailedException(output.ToString()));
        }
    }

    public override async Task StopAsync()
    {
        await TerminateAsync();
        await _process.WaitForExitAsync().WithinLimitAsync("the server to stop");
    }

    /// <summary>Sends the signal to terminate, and does not wait for the end.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -TERM {_process.Id}"]);
        await kill.WaitForExitAsync().WithinLimitAsync("the signal to be sent");
    }

    /// <summary>The process's id.</summary>
    public int Id => _process.Id;

    /// <summary>Ends the process at once, as <c>kill -9</c> does, without notice.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WithinLimitAsync("the server to be gone");
    }

    protected override ValueTask DisposeServerAsync() => _guard.DisposeAsync();

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex Listening();
}

/// <summary>A server ended before it listened.</summary>
public sealed class ServerFailedException(string output) : Exception(output);
