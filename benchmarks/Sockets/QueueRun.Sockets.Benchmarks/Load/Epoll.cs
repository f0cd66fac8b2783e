using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace QueueRun.Sockets.Benchmarks;

/// <summary>Which of many sockets have something to read: epoll, so that the load costs little and runs on one thread.</summary>
internal sealed partial class Epoll : IDisposable
{
    private const uint Readable = 1, Writable = 4;

    private readonly int _file = Checked(epoll_create1(0));
    private readonly Event[] _events = new Event[256];

    private const int InProgress = 115;

    private struct Address
    {
        public ushort Family;
        public ushort Port;
        public uint Host;
        public ulong Zero;
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)] // as the x86-64 kernel has it
    private struct Event
    {
        public uint Events;
        public long Data;
    }

    public void Add(int file, int number, bool untilWritable = false)
    {
        var added = new Event { Events = untilWritable ? Writable : Readable, Data = number };
        Checked(epoll_ctl(_file, 1, file, ref added));
    }

    /// <summary>One that was to be writable, and is: from now on it is to be readable.</summary>
    public void AwaitReadable(int file, int number)
    {
        var changed = new Event { Events = Readable, Data = number };
        Checked(epoll_ctl(_file, 3, file, ref changed));
    }

    /// <summary>Connects a socket that does not block, to a port of 127.0.0.1.</summary>
    public static void Connect(int file, int port)
    {
        var address = new Address { Family = 2, Port = BinaryPrimitives.ReverseEndianness((ushort)port), Host = 0x0100007F };
        if (connect(file, ref address, 16) < 0 && Marshal.GetLastPInvokeError() is var error && error != InProgress) throw new Win32Exception(error);
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
    private static partial int connect(int file, ref Address address, uint length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int file);
}
