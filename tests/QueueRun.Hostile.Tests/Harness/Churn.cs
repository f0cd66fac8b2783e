namespace QueueRun.Hostile;

/// <summary>
/// An attacker whose attack is soon over, one way or the other, and begins again at once: on one connection after another.
/// </summary>
internal sealed class Churn : IAsyncDisposable
{
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private int _times;

    /// <param name="once">One attack, with a new connection.</param>
    public Churn(Func<Task> once) => _running = Task.Run(() => RunAsync(once));

    /// <summary>How many attacks were over.</summary>
    public int Times => Volatile.Read(ref _times);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync(Func<Task> once)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await once();
            }
            catch (Exception end) when (end is IOException or System.Net.Sockets.SocketException)
            {
                // The server has ended the connection.
            }

            Interlocked.Increment(ref _times);
            await Task.Delay(Breath);
        }
    }
}
