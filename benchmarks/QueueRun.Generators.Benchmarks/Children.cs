using System.Runtime.InteropServices;

namespace QueueRun.Generators.Benchmarks;

/// <summary>What processes have used that this one has started and that have ended. .NET does not tell of a process that is gone.</summary>
internal static partial class Children
{
    private const int ThoseThatEnded = -1;

    public static TimeSpan Used()
    {
        if (!OperatingSystem.IsLinux()) throw new PlatformNotSupportedException("The CPU time of other processes is asked of Linux.");
        return GetResourceUsage(ThoseThatEnded, out var usage) == 0 ? usage.User.Time + usage.System.Time : throw new InvalidOperationException("The system does not say.");
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetResourceUsage(int who, out Usage usage);

    [StructLayout(LayoutKind.Sequential, Size = 144)]
    private readonly struct Usage
    {
        public readonly Moment User, System;
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Moment
    {
        private readonly long _seconds, _microseconds;

        public TimeSpan Time => TimeSpan.FromSeconds(_seconds) + TimeSpan.FromMicroseconds(_microseconds);
    }
}
