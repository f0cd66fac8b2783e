using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace QueueRun.Hosting;

/// <summary>
/// Counts the connections whose upgrade request has ended. Kestrel counts upgraded requests, and no longer counts these: its limit
/// <see cref="KestrelServerLimits.MaxConcurrentUpgradedConnections"/> is applied to them here.
/// </summary>
/// <param name="kestrel">Kestrel's settings. They are not read before Kestrel has a connection: another server may run.</param>
internal sealed class UpgradePlaces(IOptions<KestrelServerOptions> kestrel)
{
    private readonly Lazy<long> _limit = new(() => kestrel.Value.Limits.MaxConcurrentUpgradedConnections ?? long.MaxValue);
    private long _count;

    /// <summary>How many there are.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>Takes a place; false if all are taken.</summary>
    public bool TryTake()
    {
        if (Interlocked.Increment(ref _count) <= _limit.Value) return true;

        Leave();
        return false;
    }

    /// <summary>Gives a place back.</summary>
    public void Leave() => Interlocked.Decrement(ref _count);
}
