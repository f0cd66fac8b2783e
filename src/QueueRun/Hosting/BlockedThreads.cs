using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace QueueRun.Hosting;

/// <summary>
/// Watches the thread pool. Methods that block its threads (by a lock, <c>Thread.Sleep</c>, a call without <c>await</c>) hold up all other
/// work, because the pool adds a thread only every half second. While no work completes, this class makes the pool add threads at once, so
/// other work waits only for a moment. It runs on its own thread, because the pool may have none to spare. It costs a message nothing.
/// </summary>
internal sealed class BlockedThreads(ILogger<BlockedThreads> log) : IThreadPoolWorkItem, IDisposable
{
    /// <summary>The time between two checks.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// The number of checks in a row that must find the process blocked: during one or two, other processes may have the processors.
    /// </summary>
    private const int Certain = 3;

    /// <summary>If no thread was needed for this time, the pool gets its own minimum back.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(30);

    /// <summary>The most threads that are added: a program that blocks more needs another cure.</summary>
    private const int MostAdded = 256;

    /// <summary>A process that uses this share of its processors is busy and not blocked: more threads would slow it down.</summary>
    private const double Busy = 0.7;

    /// <summary>
    /// A process that completes this many work items for each processor in an interval is not blocked either: it gets less processor time
    /// than <see cref="Environment.ProcessorCount"/> says.
    /// </summary>
    private const int Moves = 50;

    // Static, because the process has one pool.
    private static readonly Lock Pool = new();
    private static int s_own;   // the program's own minimum
    private static int s_told;  // the minimum that this class has set; 0: none

    private readonly ManualResetEventSlim _ran = new();
    private readonly ManualResetEventSlim _stop = new();
    private Thread? _thread;

    public void Start()
    {
        _thread = new(Watch) { IsBackground = true, Name = "QueueRun: blocked threads" };
        _thread.UnsafeStart();
    }

    public void Dispose()
    {
        _stop.Set();
        _thread?.Join();
        LeaveAlone();
    }

    void IThreadPoolWorkItem.Execute() => _ran.Set();

    private void Watch()
    {
        var lastNeed = 0L;
        while (!_stop.Wait(Interval))
        {
            if (ThreadPool.PendingWorkItemCount > 0 && Relieve()) lastNeed = Stopwatch.GetTimestamp();
            if (lastNeed == 0 || Stopwatch.GetElapsedTime(lastNeed) < Calm) continue;

            LeaveAlone();
            lastNeed = 0;
        }
    }

    /// <summary>Queues a work item, and adds more and more threads until it runs; false if no thread had to be added.</summary>
    private bool Relieve()
    {
        _ran.Reset();
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        var started = Stopwatch.GetTimestamp();
        var (added, blocked) = (0, 0);
        var step = Environment.ProcessorCount;
        while (true)
        {
            var before = Work.Now();
            if (_ran.Wait(Interval) || _stop.IsSet) break;
            blocked = before.IsBlocked() ? blocked + 1 : 0;
            if (blocked < Certain) continue;

            added += Add(step);
            step *= 2;
        }

        if (added > 0) log.ThreadsBlocked(Stopwatch.GetElapsedTime(started), added);
        return added > 0;
    }

    /// <summary>The work that the process has done up to a moment.</summary>
    private readonly record struct Work(TimeSpan Processor, long Items, long Moment)
    {
        public static Work Now() => new(Environment.CpuUsage.TotalTime, ThreadPool.CompletedWorkItemCount, Stopwatch.GetTimestamp());

        /// <summary>Whether almost no work was done since this moment.</summary>
        public bool IsBlocked()
        {
            var now = Now();
            return now.Items - Items < Moves * Environment.ProcessorCount
                && (now.Processor - Processor) / Stopwatch.GetElapsedTime(Moment, now.Moment) < Busy * Environment.ProcessorCount;
        }
    }

    private static int Add(int count)
    {
        lock (Pool)
        {
            ThreadPool.GetMinThreads(out var least, out var ports);
            if (s_told == 0 || least != s_told) s_own = least; // the program has set another minimum since
            var target = Math.Min(Math.Max(least, ThreadPool.ThreadCount) + count, s_own + MostAdded);
            if (target <= least || !ThreadPool.SetMinThreads(target, ports)) return 0;

            s_told = target;
            return target - least;
        }
    }

    /// <summary>Restores the program's own minimum. Idle threads end by themselves.</summary>
    private static void LeaveAlone()
    {
        lock (Pool)
        {
            if (s_told == 0) return;

            ThreadPool.GetMinThreads(out var least, out var ports);
            if (least == s_told) ThreadPool.SetMinThreads(s_own, ports);
            s_told = 0;
        }
    }
}
