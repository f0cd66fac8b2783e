using Microsoft.AspNetCore.Connections.Features;

namespace QueueRun.Hosting;

/// <summary>
/// Stands between Kestrel's heartbeat and HTTP. Kestrel keeps what is called at each beat as long as the connection is open, and would keep
/// HTTP's objects with it; this forgets them.
/// </summary>
internal sealed class Heartbeat : IConnectionHeartbeatFeature
{
    private Beat? _last;

    /// <summary>Takes the place of the connection's heartbeat; null if the connection has none.</summary>
    public static Heartbeat? Before(IConnectionHeartbeatFeature? connection)
    {
        if (connection is null) return null;

        var heartbeat = new Heartbeat();
        connection.OnHeartbeat(static state => ((Heartbeat)state).Call(), heartbeat);
        return heartbeat;
    }

    public void OnHeartbeat(Action<object> action, object state)
    {
        Beat? last;
        do last = Volatile.Read(ref _last);
        while (Interlocked.CompareExchange(ref _last, new(action, state, last), last) != last);
    }

    /// <summary>HTTP has ended: nothing is called any more.</summary>
    public void Stop() => Volatile.Write(ref _last, null);

    private void Call()
    {
        for (var beat = Volatile.Read(ref _last); beat is not null; beat = beat.Before) beat.Action(beat.State);
    }

    private sealed record Beat(Action<object> Action, object State, Beat? Before);
}
