using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using QueueRun.Connections;
using QueueRun.Jobs;
using QueueRun.Presence;
using QueueRun.Testing.Wire;

namespace QueueRun.Testing.Server;

/// <summary>
/// What the server under test still has to do. It is asked, never told: a program that is not under test pays nothing.
/// </summary>
internal sealed class ServerState(IServiceProvider services, VirtualTime? time)
{
    /// <summary>Looks at a server that makes no progress, before it counts as waiting for something: a fifth of a second or more.</summary>
    private const int Looks = 40;

    /// <summary>The same for who waited already before the clock moved.</summary>
    private const int FewLooks = 4;

    /// <summary>Looks at one that was at work just now, before it is given time.</summary>
    private const int QuickLooks = 500;

    /// <summary>Milliseconds for a server that is never idle: it only decides how late a test is told.</summary>
    private const int Limit = 10_000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly ConnectionTable _table = services.GetRequiredService<ConnectionTable>();
    private readonly PresenceTracker _presence = services.GetRequiredService<PresenceTracker>();
    private readonly JobRunner _jobs = services.GetRequiredService<JobRunner>();
    private readonly Lock _gate = new();
    private readonly List<MemoryConnection> _connections = [];
    private readonly ConcurrentDictionary<object, (long Traffic, int Epoch)> _waiting = new(); // connections, users and jobs, and when they began to
    private int _epoch;

    public void Add(MemoryConnection connection)
    {
        lock (_gate) _connections.Add(connection);
    }

    public void Remove(MemoryConnection connection)
    {
        lock (_gate) _connections.Remove(connection);
    }

    /// <summary>The server's end of a connection that is up; null when it is over already.</summary>
    public Connection? Find(MemoryConnection carrier)
    {
        return _table.Open.FirstOrDefault(IsOf);

        bool IsOf(Connection open)
        {
            try
            {
                return open.HttpContext.Features.Get<MemoryConnection>() == carrier;
            }
            catch (ObjectDisposedException)
            {
                return false; // over since the table was read
            }
        }
    }

    /// <summary>Whether nothing is left to do now, but for methods that are known to wait for something.</summary>
    public bool IsIdle => Look().IsIdle;

    /// <summary>The full names of the methods that run, and of whom.</summary>
    public IReadOnlyList<string> Running()
    {
        var running = _table.Open.Where(connection => connection.Running is not null)
            .Select(connection => connection.User is { } user ? $"{connection.Running} for {user.Id}" : connection.Running!);
        var jobs = _jobs.Running.Select(attempt => $"{attempt.Handler.Descriptor.Name} for job {attempt.Job.Id}");
        return [.. running, .. _presence.Telling.Select(user => $"a presence hook of {user}"), .. jobs];
    }

    /// <summary>
    /// Completes when the server has dealt with everything: each message is handled, what it sent has arrived, each hook has run, and so has each job
    /// that is due. A
    /// method that waits for the clock is not waited for; neither is one that makes no progress, and so waits for something else that
    /// only the test can bring about.
    /// </summary>
    public async Task IdleAsync()
    {
        long? before = null;
        var (looks, stuck, start) = (0, 0, Environment.TickCount64);
        while (Environment.TickCount64 - start < Limit)
        {
            // Idle twice with nothing moved in between: then all of it was idle at one time, the time between the two looks.
            var (isIdle, trace) = Look();
            if (isIdle && trace == before) return;

            if (isIdle || trace != before) (looks, stuck) = (0, 0);
            before = trace;
            if (++looks < QuickLooks)
            {
                await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
                continue;
            }

            await Task.Delay(Pause).ConfigureAwait(false);
            if (++stuck == FewLooks) Forgive(again: true);
            if (stuck == Looks) Forgive(again: false);
        }
    }

    /// <summary>Whoever waits may go on now: the clock has moved.</summary>
    public void Stir() => Interlocked.Increment(ref _epoch);

    private (bool IsIdle, long Trace) Look()
    {
        var connections = Connections();
        var flows = time?.Flows.Running ?? [];
        var (isIdle, trace) = (true, 0L);
        foreach (var connection in connections)
        {
            trace += connection.Traffic;
            if (connection.Server is null) isIdle &= connection.IsQuiet;
        }

        foreach (var open in _table.Open)
        {
            trace++;
            var carrier = Array.Find(connections, connection => connection.Server == open);
            isIdle &= IsIdleNow(open, carrier, flows) || IsForgiven(open, carrier?.Traffic ?? 0);
        }

        foreach (var user in _presence.Telling)
        {
            trace++;
            isIdle &= flows.Any(flow => flow.UserId == user && flow.WaitsForClock) || IsForgiven(user, 0);
        }

        isIdle &= _jobs.IsIdle;
        foreach (var attempt in _jobs.Running)
        {
            trace++;
            isIdle &= flows.Any(flow => flow.JobId == attempt.Job.Id && flow.WaitsForClock) || IsForgiven(attempt, 0);
        }

        return (isIdle, trace);
    }

    private static bool IsIdleNow(Connection open, MemoryConnection? carrier, ICollection<Flow> flows)
    {
        if (open.IsClosing || !open.IsOutboxIdle || carrier is { IsQuiet: false }) return false;
        if (open is { IsInboxIdle: true, Running: null }) return true;
        if (carrier is null) return false;

        // Something runs: in its time, late, or both.
        var (own, others) = (false, false);
        foreach (var flow in flows)
        {
            if (flow.Carrier != carrier) continue;
            if (!flow.WaitsForClock) return false;
            if (flow.IsLate) others = true;
            else own = true;
        }

        return open.IsInboxIdle ? others : own;
    }

    private bool IsForgiven(object who, long traffic) => _waiting.TryGetValue(who, out var since) && since == (traffic, Volatile.Read(ref _epoch));

    /// <summary>What makes no progress waits for something.</summary>
    /// <param name="again">Only what waited already when the clock moved last.</param>
    private void Forgive(bool again)
    {
        var connections = Connections();
        var all = _table.Open;
        var jobs = _jobs.Running;
        foreach (var who in _waiting.Keys)
        {
            if ((who is Connection over && !all.Contains(over)) || (who is JobAttempt ended && !jobs.Contains(ended))) _waiting.TryRemove(who, out _);
        }

        foreach (var open in all)
        {
            Forgive(open, Array.Find(connections, connection => connection.Server == open)?.Traffic ?? 0, again);
        }

        foreach (var user in _presence.Telling) Forgive(user, 0, again);
        foreach (var attempt in jobs) Forgive(attempt, 0, again);
    }

    private void Forgive(object who, long traffic, bool again)
    {
        if (!again || (_waiting.TryGetValue(who, out var since) && since.Traffic == traffic)) _waiting[who] = (traffic, Volatile.Read(ref _epoch));
    }

    private MemoryConnection[] Connections()
    {
        lock (_gate) return [.. _connections];
    }
}
