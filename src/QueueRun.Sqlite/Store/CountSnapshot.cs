using QueueRun.Jobs;

namespace QueueRun.Sqlite.Store;

/// <summary>
/// The latest known number of jobs in each queue, for callers that cannot wait. A queue that was seen once stays, so that an empty queue is
/// reported as empty. Any thread.
/// </summary>
internal sealed class CountSnapshot
{
    private readonly Lock _gate = new();
    private Dictionary<string, QueueCounts> _counts = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, QueueCounts>? _shown;

    /// <summary>The counts. The same object as long as nothing has changed.</summary>
    public IReadOnlyDictionary<string, QueueCounts> Current
    {
        get
        {
            lock (_gate) return _shown ??= new Dictionary<string, QueueCounts>(_counts, StringComparer.Ordinal);
        }
    }

    public void Apply(IEnumerable<KeyValuePair<string, QueueCounts>> changes)
    {
        lock (_gate)
        {
            foreach (var (queue, counts) in changes)
            {
                _shown = null;
                _counts[queue] = counts;
            }
        }
    }

    public void Replace(Dictionary<string, QueueCounts> counts)
    {
        lock (_gate)
        {
            foreach (var queue in _counts.Keys) counts.TryAdd(queue, default);
            (_counts, _shown) = (counts, null);
        }
    }
}
