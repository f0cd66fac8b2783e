using System.Collections.Concurrent;

namespace QueueRun.Clients;

/// <summary>What has arrived, and what is running.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<int, int> _notes = [];
    private int _running;

    /// <summary>How often each note has arrived.</summary>
    public IReadOnlyDictionary<int, int> Notes => _notes;

    /// <summary>How many calls run.</summary>
    public int Running => Volatile.Read(ref _running);

    public void Note(int id) => _notes.AddOrUpdate(id, 1, (_, count) => count + 1);

    public void Forget() => _notes.Clear();

    public IDisposable Run()
    {
        Interlocked.Increment(ref _running);
        return new OneRun(this);
    }

    private sealed class OneRun(Tally tally) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref tally._running);
    }
}
