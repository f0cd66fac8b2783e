using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using QueueRun;

/// <summary>Any visitor opens and closes the market, and watches the prices until the stream is cancelled: all on one connection.</summary>
internal static class StockTicker
{
    [SocketHandler("action=open-market")]
    internal static void Open(Market market) => market.Set(open: true);

    [SocketHandler("action=close-market")]
    internal static void Close(Market market) => market.Set(open: false);

    /// <summary>
    /// The state now, so a late visitor needs nothing else, and then each newer one. A stream waits for its reader: a slow one misses
    /// prices, and never sees old ones. While there is no news, the state is sent again, because each element has a timeout.
    /// </summary>
    [SocketHandler("action=watch-market")]
    internal static async IAsyncEnumerable<Tick> WatchAsync(
        Market market, IOptions<QueueRunOptions> options, [EnumeratorCancellation] CancellationToken token)
    {
        while (true)
        {
            var (tick, replaced) = market.Now;
            yield return tick;
            await replaced.WaitAsync(options.Value.DefaultTimeout / 2, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            token.ThrowIfCancellationRequested();
        }
    }
}

internal sealed record Tick(bool Open, Stock[] Stocks);

internal sealed record Stock(string Symbol, decimal Price);

/// <summary>The market: its prices move while it is open.</summary>
internal sealed class Market(TimeProvider time) : BackgroundService
{
    private readonly Lock _lock = new();
    private Tick _tick = new(Open: false, [new("ACME", 99.5m), new("GLOBE", 24.1m), new("HOOLI", 310m)]);
    private TaskCompletionSource _replaced = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The newest tick, and what completes when there is a newer one.</summary>
    public (Tick Tick, Task Replaced) Now
    {
        get
        {
            lock (_lock) return (_tick, _replaced.Task);
        }
    }

    public void Set(bool open) => Change(tick => tick.Open != open
        ? tick with { Open = open }
        : throw new SocketErrorException(open ? "The market is open already." : "The market is closed already."));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(250), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            Change(tick => tick.Open ? tick with { Stocks = Array.ConvertAll(tick.Stocks, Move) } : tick);
    }

    private static Stock Move(Stock stock)
        => stock with { Price = Math.Max(0.01m, stock.Price + Math.Round(stock.Price * Random.Shared.Next(-20, 21) / 1000, 2)) };

    private void Change(Func<Tick, Tick> change)
    {
        lock (_lock)
        {
            var old = _tick;
            _tick = change(old);
            if (_tick == old) return;
            _replaced.SetResult();
            _replaced = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
