using System.Collections.Concurrent;

namespace QueueRun.Connections;

/// <summary>Every open connection of this process.</summary>
internal sealed class ConnectionTable
{
    private readonly ConcurrentDictionary<Connection, TaskCompletionSource?> _open = new();

    public ICollection<Connection> Open => _open.Keys;

    public int Count => _open.Count;

    /// <summary>Bytes that wait to be sent, in all outboxes.</summary>
    public long OutboxSize => _open.Sum(static open => open.Key.OutboxSize);

    /// <summary>Adds a connection that is about to run.</summary>
    public void Add(Connection connection) => _open[connection] = null;

    /// <summary>Removes a connection whose run has ended.</summary>
    public void Remove(Connection connection)
    {
        if (_open.TryRemove(connection, out var over)) over?.SetResult();
    }

    /// <summary>Walks the open connections without a copy of the table.</summary>
    public Enumerator GetEnumerator() => new(_open.GetEnumerator());

    /// <summary>Completes when every connection that is open now has ended.</summary>
    public async Task AllOverAsync()
    {
        foreach (var (connection, over) in _open.ToArray())
        {
            if (over is not null)
            {
                await over.Task;
                continue;
            }

            // Most connections end without being waited for: only one that is waited for has a task.
            var awaited = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_open.TryUpdate(connection, awaited, null)) await awaited.Task;
            else if (_open.TryGetValue(connection, out var another)) await another!.Task;
        }
    }

    /// <summary>Open connections, one after the other.</summary>
    public readonly struct Enumerator(IEnumerator<KeyValuePair<Connection, TaskCompletionSource?>> open)
    {
        public Connection Current => open.Current.Key;

        public bool MoveNext() => open.MoveNext();
    }
}
