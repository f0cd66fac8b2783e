using Microsoft.Extensions.Logging;
using QueueRun.Redis.Store;

namespace QueueRun.Redis.Cluster;

/// <summary>
/// Receives the messages to this process: in the order of their numbers, each once. Messages that a broken connection has lost are fetched
/// from the directory, which keeps the newest.
/// </summary>
internal sealed class Mailbox(
    string process, IClusterStore store, Action<InboundMessage> handle, Action lost, ClusterMetrics metrics, ILogger log) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private long _last;

    /// <summary>The number of the last message that was handled.</summary>
    public long Last => Volatile.Read(ref _last);

    public void Dispose() => _turn.Dispose();

    /// <summary>A message has come.</summary>
    public async Task ReceiveAsync(InboundMessage message)
    {
        await _turn.WaitAsync();
        try
        {
            if (message.Number > _last + 1) await CatchUpAsync(message.Number - 1);
            if (message.Number == _last + 1) Handle(message);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>A message with this number was published some time ago: if it has not come, it is lost, and is fetched.</summary>
    public async Task ExpectAsync(long number)
    {
        await _turn.WaitAsync();
        try
        {
            if (number > _last) await CatchUpAsync(number);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task CatchUpAsync(long until)
    {
        IReadOnlyList<InboundMessage> kept;
        try
        {
            kept = await store.ReplayAsync(process, _last + 1);
        }
        catch (ClusterUnavailableException)
        {
            return; // the next message, or the next beat, tries again
        }

        var (replayed, missed) = (0L, 0L);
        foreach (var message in kept)
        {
            if (message.Number <= _last || message.Number > until) continue;

            missed += message.Number - _last - 1;
            replayed++;
            Handle(message);
        }

        missed += until - _last;
        Volatile.Write(ref _last, until);
        metrics.Replayed(replayed, missed);
        if (missed == 0) return;

        log.MessagesLost(missed);
        lost();
    }

    private void Handle(InboundMessage message)
    {
        try
        {
            handle(message);
        }
#pragma warning disable CA1031 // A message that cannot be handled does not keep later ones from being handled.
        catch (Exception error)
#pragma warning restore CA1031
        {
            log.MessageFailed(error);
        }

        Volatile.Write(ref _last, message.Number);
    }
}
