using System.Diagnostics;

namespace QueueRun.Tests;

/// <summary>
/// Ends a process with this one. Beside it runs a shell that waits for its own input to end, which happens when this process
/// goes, even by a kill; then it kills what it guards.
/// </summary>
public sealed class ProcessGuard : IAsyncDisposable
{
    private readonly Process _guarded;
    private readonly Process? _shell;

    public ProcessGuard(Process guarded)
    {
        _guarded = guarded;
        if (!OperatingSystem.IsWindows())
            _shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"read line; kill -KILL {guarded.Id}"]) { RedirectStandardInput = true });
    }

    public async ValueTask DisposeAsync()
    {
        if (!_guarded.HasExited) _guarded.Kill(entireProcessTree: true);
        await _guarded.WaitForExitAsync();
        _guarded.Dispose();

        // Only now, and by a kill: its own way of ending would kill whoever has the process id by then.
        if (_shell is null) return;
        _shell.Kill();
        await _shell.WaitForExitAsync();
        _shell.Dispose();
    }
}
