using System.ComponentModel;
using System.Runtime.InteropServices;

namespace QueueRun.Sockets.Benchmarks;

/// <summary>Which of many sockets have something to read: epoll, so that the load costs little and runs on one thread.</summary>
internal sealed partial class Epoll : IDisposable
{
    private const uint Readable = 1;

    private readonly int _file = Checked(epoll_create1(0));
    private readonly Event[] _events = new Event[256];

    [StructLayout(LayoutKind.Sequential, Pack = 1)] // as the x86-64 kernel has it
    private struct Event
    {
        public uint Events;
        public long Data;
    }

    public void Add(int file, int number)
    {
        var added = new Event { Events = Readable, Data = number };
        Checked(epoll_ctl(_file, 1, file, ref added));
    }

    /// <summary>Waits; the numbers of those that can be read.</summary>
    public int Wait(Span<int> numbers, int milliseconds)
    {
        var count = epoll_wait(_file, ref _events[0], _events.Length, milliseconds);
        for (var i = 0; i < count; i++) numbers[i] = (int)_events[i].Data;
        return Math.Max(count, 0); // interrupted by a signal: nothing
    }

    public void Dispose() => _ = close(_file);

    private static int Checked(int result) => result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_ctl(int epoll, int operation, int file, ref Event value);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_wait(int epoll, ref Event events, int count, int milliseconds);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int file);
}
