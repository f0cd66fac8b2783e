using QueueRun.Connections;

namespace QueueRun.Runtime.Tests;

/// <summary>The other side of an outbox or a keep-alive.</summary>
internal sealed class Peer : IConnectionEvents
{
    public TimeSpan StuckFor { get; set; }

    public int Pings { get; private set; }

    public bool IsDead { get; private set; }

    public Action? Pinged { get; set; }

    public Action? Overflowed { get; set; }

    public void Ping()
    {
        Pings++;
        Pinged?.Invoke();
    }

    public void Dead() => IsDead = true;

    public void TooSlow() => Overflowed?.Invoke();
}
