using System.Diagnostics;

namespace QueueRun.Jobs.Tests.Sqlite;

/// <summary>A disk that is soon full, and can be enlarged.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    /// <summary>Creates one if the tests are permitted to; otherwise null.</summary>
    public static SmallDisk? TryMount()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) return null;

        var disk = new SmallDisk(Directory.CreateTempSubdirectory("queuerun-disk-").FullName);
        if (Run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.Path)) return disk;

        Directory.Delete(disk.Path);
        return null;
    }

    public void Grow() => Assert.True(Run("mount", "-o", "remount,size=64m", Path));

    public void Dispose()
    {
        if (Run("umount", Path)) Directory.Delete(Path);
    }

    private static bool Run(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
