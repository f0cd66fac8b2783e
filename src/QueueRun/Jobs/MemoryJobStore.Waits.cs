namespace QueueRun.Jobs;

/// <content>Waits, remembered deduplication ids, and the correction for a clock that has gone back.</content>
internal sealed partial class MemoryJobStore
{
    private readonly Dictionary<(string Queue, string Id), (string JobId, DateTimeOffset Until)> _pushed = [];
    private readonly Queue<((string Queue, string Id) Push, DateTimeOffset Until)> _expiring = [];

    /// <summary>Null: nothing is stored from before the program's start, so there is no earlier time.</summary>
    public ValueTask<DateTimeOffset?> GetLatestTimeAsync() => new((DateTimeOffset?)null);

    public ValueTask ShortenWaitsAsync()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            foreach (var queue in _queues.Values) ShortenWaits(queue, now);
            foreach (var (_, entry) in _failed)
            {
                if (entry.FailedAt > now) entry.FailedAt = now;
            }

            var latest = now + JobPusher.DeduplicationWindow;
            _expiring.Clear();
            foreach (var (push, (jobId, until)) in _pushed.OrderBy(static pushed => pushed.Value.Until).ToArray())
            {
                var limit = until < latest ? until : latest;
                _pushed[push] = (jobId, limit);
                _expiring.Enqueue((push, limit));
            }
        }

        return Changed();
    }

    private void ShortenWaits(Queue queue, DateTimeOffset now)
    {
        foreach (var entry in queue.Ready.UnorderedItems.Select(static item => item.Element).Concat(queue.Keyed.Values.SelectMany(static line => line)))
            entry.DueAt = LongestWait.Limit(now, entry.DueAt, entry.Delay, entry.Attempt, options);

        var ready = queue.Ready.UnorderedItems.Select(static item => (item.Element, (item.Element.DueAt, item.Element.Number))).ToArray();
        queue.Ready.Clear();
        queue.Ready.EnqueueRange(ready);
    }

    private void RememberPush((string Queue, string Id) push, string jobId)
    {
        var until = time.GetUtcNow() + JobPusher.DeduplicationWindow;
        _pushed[push] = (jobId, until);
        _expiring.Enqueue((push, until));
    }

    private string? FindPush((string Queue, string Id) push)
        => _pushed.TryGetValue(push, out var known) && known.Until > time.GetUtcNow() ? known.JobId : null;

    private void ForgetPushes()
    {
        var now = time.GetUtcNow();
        while (_expiring.TryPeek(out var oldest) && oldest.Until <= now)
        {
            var (push, _) = _expiring.Dequeue();
            if (_pushed.TryGetValue(push, out var known) && known.Until <= now) _pushed.Remove(push); // pushed again, maybe
        }
    }
}
