using Microsoft.AspNetCore.Connections.Features;

namespace QueueRun.Hosting;

/// <summary>
/// Takes the place of Kestrel's heartbeat for HTTP on one connection. Kestrel keeps what is called at each beat as long as the connection
/// is open, and would keep HTTP's objects with it; this forgets them when HTTP has ended.
/// </summary>
/// <param name="beats">What calls it.</param>
internal sealed class Heartbeat(Heartbeats beats) : IConnectionHeartbeatFeature
{
    private Beat? _last;

    public void OnHeartbeat(Action<object> action, object state)
    {
        Beat? last;
        do last = Volatile.Read(ref _last);
        while (Interlocked.CompareExchange(ref _last, new(action, state, last), last) != last);

        if (last is null) beats.Add(this);
    }

    /// <summary>HTTP has ended: nothing is called any more, except what is being called.</summary>
    public void Stop()
    {
        Volatile.Write(ref _last, null);
        beats.Remove(this);
    }

    /// <summary>Calls what HTTP wants to be called.</summary>
    public void Call()
    {
        for (var beat = Volatile.Read(ref _last); beat is not null; beat = beat.Before) beat.Action(beat.State);
    }

    private sealed record Beat(Action<object> Action, object State, Beat? Before);
}
