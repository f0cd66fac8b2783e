using System.Collections.Concurrent;

namespace QueueRun.Connections;

/// <summary>Every open connection of this process.</summary>
internal sealed class ConnectionTable
{
    private readonly ConcurrentDictionary<Connection, Task> _open = new();

    public ICollection<Connection> Open => _open.Keys;

    public int Count => _open.Count;

    /// <summary>Bytes that wait to be sent, in all outboxes.</summary>
    public long OutboxSize => _open.Sum(static open => open.Key.OutboxSize);

    /// <summary>Adds a connection until its run is over.</summary>
    public async Task RunAsync(Connection connection, IConversation conversation)
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _open[connection] = over.Task;
        try
        {
            await connection.RunAsync(conversation);
        }
        finally
        {
            _open.TryRemove(connection, out _);
            over.SetResult();
        }
    }

    /// <summary>Completes when every connection that is open now is over.</summary>
    public async Task AllOverAsync()
    {
        foreach (var over in _open.Values) await over;
    }
}
