using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using QueueRun.Connections;
using QueueRun.Presence;
using QueueRun.Testing.Wire;

namespace QueueRun.Testing.Server;

/// <summary>
/// What the server under test still has to do. It is asked, never told: a program that is not under test pays nothing.
/// </summary>
internal sealed class ServerState(IServiceProvider services)
{
    /// <summary>Looks at a server that makes no progress, before it counts as waiting for something: a fifth of a second or more.</summary>
    private const int Looks = 40;

    /// <summary>Milliseconds for a server that is never idle: it only decides how late a test is told.</summary>
    private const int Limit = 10_000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly ConnectionTable _table = services.GetRequiredService<ConnectionTable>();
    private readonly PresenceTracker _presence = services.GetRequiredService<PresenceTracker>();
    private readonly Lock _gate = new();
    private readonly List<MemoryConnection> _connections = [];
    private readonly ConditionalWeakTable<Connection, object> _waiting = []; // with the traffic at which each began to wait
    private bool _hookWaits;

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
        return [.. running, .. _presence.Telling is { } user ? [$"a presence hook of {user}"] : Array.Empty<string>()];
    }

    /// <summary>
    /// Completes when the server has dealt with everything: each message is handled, what it sent has arrived, each hook has run. A method that
    /// neither ends nor sends anything is waiting for something that only the test can bring about: it is not waited for.
    /// </summary>
    public async Task IdleAsync()
    {
        long? before = null;
        var (stuck, start) = (0, Environment.TickCount64);
        for (var look = 0; Environment.TickCount64 - start < Limit; look++)
        {
            // Idle twice with nothing moved in between: then all of it was idle at one time, the time between the two looks.
            var (isIdle, trace) = Look();
            if (isIdle && trace == before) return;

            stuck = isIdle || trace != before ? 0 : stuck + 1;
            if (stuck == Looks) Forgive();
            before = trace;

            if (isIdle || look < 8) await Task.Yield();
            else await Task.Delay(Pause).ConfigureAwait(false);
        }
    }

    /// <summary>Whoever waited may go on now: the clock has moved.</summary>
    public void Stir()
    {
        _waiting.Clear();
        _hookWaits = false;
    }

    private (bool IsIdle, long Trace) Look()
    {
        var connections = Connections();
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
            if (open is { IsIdle: true, IsClosing: false } && carrier is null or { IsQuiet: true }) continue;
            isIdle &= carrier is not null && _waiting.TryGetValue(open, out var since) && carrier.Traffic == (long)since;
        }

        if (_presence.Telling is null) _hookWaits = false;
        else isIdle &= _hookWaits;
        return (isIdle, trace);
    }

    /// <summary>What makes no progress waits for something.</summary>
    private void Forgive()
    {
        var connections = Connections();
        foreach (var open in _table.Open)
        {
            if (Array.Find(connections, connection => connection.Server == open) is { } carrier) _waiting.AddOrUpdate(open, carrier.Traffic);
        }

        _hookWaits = true;
    }

    private MemoryConnection[] Connections()
    {
        lock (_gate) return [.. _connections];
    }
}
