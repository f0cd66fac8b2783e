namespace QueueRun.Hostile;

/// <summary>An attacker whose attack ends quickly and begins again at once, on one connection after another.</summary>
internal sealed class Churn : IAsyncDisposable
{
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    /// <param name="once">One attack, with a new connection.</param>
    public Churn(Func<Task> once) => _running = Task.Run(() => RunAsync(once));

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

            await Task.Delay(Breath);
        }
    }
}
