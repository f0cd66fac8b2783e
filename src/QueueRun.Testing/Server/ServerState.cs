using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using QueueRun.Connections;
using QueueRun.Jobs;
using QueueRun.Presence;
using QueueRun.Testing.Wire;

namespace QueueRun.Testing.Server;

/// <summary>
/// Decides whether the server under test still has work. It reads the server's state, and the server never reports to it: so a program that
/// is not under test pays nothing.
/// </summary>
/// <remarks>
/// No clock decides. Work counts until it has ended, or waits for the test: for its clock, its <see cref="TestSignal"/>, or its client. A
/// method that is not known to wait for the test counts as running, however long it takes.
/// </remarks>
internal sealed class ServerState(IServiceProvider services, VirtualTime? time)
{
    /// <summary>How many quick looks at a busy server there are before each look waits.</summary>
    private const int QuickLooks = 500;

    /// <summary>
    /// How many looks in a row must find the server idle, without progress between them. A look takes time: part of a message may be seen
    /// before it moves and part of it after. At the next look the message is at work, or its traffic shows; the third look sees all of it.
    /// </summary>
    private const int IdleLooks = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly ConnectionTable _table = services.GetRequiredService<ConnectionTable>();
    private readonly IPresenceWork _presence = services.GetRequiredService<PresenceTracker>();
    private readonly IJobWork _jobs = services.GetRequiredService<JobRunner>();
    private readonly Lock _gate = new();
    private readonly List<MemoryConnection> _connections = [];

    /// <summary>Numbers of which at least one changes with any progress.</summary>
    private readonly record struct Trace(long Moves, long Traffic, int Connections, int Hooks, int Jobs);

    /// <summary>How long the server may be busy without any progress, before waiting for it fails.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    public void Add(MemoryConnection connection)
    {
        lock (_gate) _connections.Add(connection);
    }

    public void Remove(MemoryConnection connection)
    {
        lock (_gate) _connections.Remove(connection);
    }

    /// <summary>The server's end of an open connection; null if it has already ended.</summary>
    public Connection? Find(MemoryConnection carrier)
    {
        return _table.Open.FirstOrDefault(IsOf);

        bool IsOf(Connection open)
        {
            try
            {
                return open.HttpContext?.Features.Get<MemoryConnection>() == carrier;
            }
            catch (ObjectDisposedException)
            {
                return false; // it has ended since the table was read
            }
        }
    }

    /// <summary>Whether, at one look, nothing is left to do except by methods that wait for the test.</summary>
    public bool IsIdle => Look().IsIdle;

    /// <summary>The full names of the running methods, with their users or jobs.</summary>
    public IReadOnlyList<string> Running()
    {
        var running = _table.Open.Select(connection => (connection.User, Method: ((IConnectionWork)connection).Running))
            .Where(work => work.Method is not null)
            .Select(work => work.User is { } user ? $"{work.Method} for {user.Id}" : work.Method!);
        var jobs = _jobs.Running.Select(attempt => $"{attempt.Handler.Descriptor.Name} for job {attempt.Job.Id}");
        return [.. running, .. _presence.RunningHooks.Select(user => $"a presence hook of {user}"), .. jobs];
    }

    /// <summary>
    /// Completes when the server has nothing left to do: each message is handled, the answers have arrived, and each hook and each due job
    /// has run. It does not wait for a method that waits for the test.
    /// </summary>
    /// <exception cref="TimeoutException">The server is busy, and made no progress for <see cref="Timeout"/>.</exception>
    public async Task IdleAsync()
    {
        if (!await TryIdleAsync().ConfigureAwait(false)) throw new TimeoutException(Report.Busy(Timeout, Running()));
    }

    /// <summary>The same; false if the server is busy, and made no progress for <see cref="Timeout"/>.</summary>
    public Task<bool> TryIdleAsync() => WaitAsync(static (_, still, timeout) => still < timeout, Timeout);

    /// <summary>The same, but at most for this time.</summary>
    public Task<bool> IsIdleWithinAsync(TimeSpan limit) => WaitAsync(static (all, _, limit) => all < limit, limit);

    /// <param name="goesOn">Whether to wait longer, given the total time, the time since the last progress, and the limit.</param>
    /// <param name="limit">Passed to <paramref name="goesOn"/>.</param>
    private async Task<bool> WaitAsync(Func<TimeSpan, TimeSpan, TimeSpan, bool> goesOn, TimeSpan limit)
    {
        Trace? before = null;
        var (start, idle) = (Stopwatch.GetTimestamp(), 0);
        for (var (looks, moved) = (0, start); goesOn(Stopwatch.GetElapsedTime(start), Stopwatch.GetElapsedTime(moved), limit); looks++)
        {
            var (isIdle, trace) = Look();
            idle = !isIdle ? 0 : trace == before ? idle + 1 : 1;
            if (idle == IdleLooks) return true;

            if (isIdle || trace != before) (looks, moved) = (0, Stopwatch.GetTimestamp());
            before = trace;
            if (looks < QuickLooks) await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            else await Task.Delay(Pause).ConfigureAwait(false);
        }

        return false;
    }

    private (bool IsIdle, Trace Trace) Look()
    {
        var moves = time?.Flows.Moves ?? 0; // read first: progress during the rest of this look shows in the next one
        var (isIdle, traffic) = (time is not { IsRinging: true }, 0L);
        MemoryConnection[] carriers;
        lock (_gate) carriers = [.. _connections];
        foreach (var carrier in carriers)
        {
            traffic += carrier.Traffic;
            isIdle &= carrier.HasClientRead && (carrier.Server is not null || carrier.IsServerDone);
        }

        var flows = time?.Flows.Running ?? [];
        var open = _table.Open;
        foreach (var connection in open)
        {
            var carrier = Array.Find(carriers, carrier => carrier.Server == connection);
            isIdle &= ConnectionState.IsIdle(connection, carrier, flows, isVirtual: time is not null);
        }

        var (hooks, jobs) = (0, 0);
        foreach (var user in _presence.RunningHooks)
        {
            hooks++;
            isIdle &= flows.Any(flow => flow.UserId == user && flow.IsWaiting);
        }

        isIdle &= _jobs.IsIdle;
        foreach (var attempt in _jobs.Running)
        {
            jobs++;
            isIdle &= flows.Any(flow => flow.JobId == attempt.Job.Id && flow.IsWaiting);
        }

        return (isIdle, new(moves, traffic, open.Count, hooks, jobs));
    }
}
