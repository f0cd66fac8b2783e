using System.Collections.Concurrent;

namespace QueueRun.Redis.Chaos.Trouble;

/// <summary>Disturbs the processes and Redis at random.</summary>
internal sealed class Troublemaker(NodeSlot[] nodes, RedisServer redis, ChaosOptions options) : IDisposable
{
    private const int AtOnce = 2;

    private readonly Random _random = new(options.Seed);
    private readonly List<Task> _running = [];
    private readonly SemaphoreSlim _redisGate = new(1);
    private readonly ConcurrentDictionary<NodeSlot, bool> _busy = [];

    /// <summary>All that has happened.</summary>
    public List<Disturbance> All { get; } = [];

    private bool KeepsData => redis.Arguments.Count > 0;

    /// <summary>Makes trouble until the time is over; then all that was broken is mended.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Between(0.4, 2), stop);
            }
            catch (OperationCanceledException)
            {
                break;
            }

            foreach (var ended in _running.Where(static task => task.IsCompleted).ToArray())
            {
                await ended; // an error ends the run
                _running.Remove(ended);
            }

            if (_running.Count < AtOnce && options.Kinds.Count > 0) _running.Add(MakeAsync(Choose()));
        }

        await Task.WhenAll(_running);
    }

    public void Dispose() => _redisGate.Dispose();

    /// <summary>One of the kinds. Losses are rarer: much is excused by two of them.</summary>
    private TroubleKind Choose()
    {
        while (true)
        {
            var kind = options.Kinds[_random.Next(options.Kinds.Count)];
            if (kind is not TroubleKind.Loss || options.Kinds.Count == 1 || _random.Next(3) == 0) return kind;
        }
    }

    private async Task MakeAsync(TroubleKind kind)
    {
        // All that is random is decided at once: nothing that happens meanwhile changes it.
        var (time, other, isOther, keepsData) = (Between(0.5, 2), Between(0.05, 1.5), _random.Next(2) == 0, _random.Next(3) > 0);
        if (kind is TroubleKind.Kill or TroubleKind.StandStill or TroubleKind.CutOff)
        {
            var free = Array.FindAll(nodes, node => node.IsRunning && !_busy.ContainsKey(node));
            if (free.Length < 2) return; // one process is left in peace

            var node = free[_random.Next(free.Length)];
            _busy[node] = true;
            await DisturbAsync(kind, node, time, other, isOther);
            _busy.TryRemove(node, out _);
            return;
        }

        await _redisGate.WaitAsync();
        try
        {
            // A server without a file is empty after a restart.
            await DisturbRedisAsync(kind is TroubleKind.Restart && !KeepsData ? TroubleKind.Loss : kind, other, isOther, keepsData);
        }
        finally
        {
            _redisGate.Release();
        }
    }

    private async Task DisturbAsync(TroubleKind kind, NodeSlot node, TimeSpan time, TimeSpan other, bool isOther)
    {
        var disturbance = Begin(kind, node.Id);
        switch (kind)
        {
            case TroubleKind.Kill:
                await node.KillAsync();
                await Task.Delay(other);
                await node.StartAsync();
                break;
            case TroubleKind.StandStill:
                await node.StandStillAsync(stands: true);
                await Task.Delay(time);
                await node.StandStillAsync(stands: false);
                break;
            default:
                node.Proxy.Cut(isSilent: isOther);
                await Task.Delay(time);
                node.Proxy.Mend();
                break;
        }

        disturbance.End = Clock.Now;
    }

    private async Task DisturbRedisAsync(TroubleKind kind, TimeSpan time, bool isOther, bool keepsData)
    {
        var disturbance = Begin(kind, null);
        switch (kind)
        {
            case TroubleKind.Pause:
                await redis.AskAsync("CLIENT", "PAUSE", $"{(int)time.TotalMilliseconds}", "ALL");
                await Task.Delay(time);
                break;
            case TroubleKind.Disconnect:
                await redis.AskAsync("CLIENT", "KILL", "TYPE", "pubsub");
                if (isOther) await redis.AskAsync("CLIENT", "KILL", "TYPE", "normal");
                break;
            default:
                await redis.KillAsync();
                await Task.Delay(time);
                if (kind is TroubleKind.Loss) redis.Arguments = options.RedisArguments(keepsData);
                await redis.StartAsync();
                break;
        }

        disturbance.End = Clock.Now;
    }

    private Disturbance Begin(TroubleKind kind, string? process)
    {
        var disturbance = new Disturbance(kind, process, Clock.Now);
        lock (All) All.Add(disturbance);
        return disturbance;
    }

    /// <summary>A time between two numbers of leases.</summary>
    private TimeSpan Between(double from, double to) => options.LeaseTime * (from + (_random.NextDouble() * (to - from)));
}
