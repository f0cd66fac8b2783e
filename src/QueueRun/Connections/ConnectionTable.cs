using System.Collections.Concurrent;

namespace QueueRun.Connections;

/// <summary>Every open connection of this process.</summary>
internal sealed class ConnectionTable
{
    private readonly ConcurrentDictionary<Connection, TaskCompletionSource> _open = new();

    public ICollection<Connection> Open => _open.Keys;

    public int Count => _open.Count;

    /// <summary>Bytes that wait to be sent, in all outboxes.</summary>
    public long OutboxSize => _open.Sum(static open => open.Key.OutboxSize);

    /// <summary>Adds a connection that is about to run.</summary>
    public void Add(Connection connection) => _open[connection] = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Removes a connection whose run is over.</summary>
    public void Remove(Connection connection)
    {
        if (_open.TryRemove(connection, out var over)) over.SetResult();
    }

    /// <summary>Completes when every connection that is open now is over.</summary>
    public async Task AllOverAsync()
    {
        foreach (var over in _open.Values) await over.Task;
    }
}
