using QueueRun.Connections;
using QueueRun.Redis.Store;

namespace QueueRun.Redis.Cluster;

/// <summary>
/// Keeps in the directory which rooms this process has. A room is added before the first member's join has completed, so that each later
/// send finds this process.
/// </summary>
/// <param name="store">The directory.</param>
/// <param name="time">The clock.</param>
/// <param name="self">This process's id, and the number of the last message that it has handled; null while it is not registered.</param>
internal sealed class RoomRoutes(IClusterStore store, TimeProvider time, Func<(string Id, long LastMessage)?> self) : IRoomListener
{
    private const int SliceSize = 500;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Route> _routes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);
    private bool _isBusy;
    private bool _isEnded;

    /// <summary>A room of this process.</summary>
    private sealed class Route
    {
        public bool IsOpen { get; set; }

        public bool IsWritten { get; set; }

        public TaskCompletionSource? Written { get; set; }
    }

    public void Opened(string room) => Set(room, isOpen: true);

    public void Closed(string room) => Set(room, isOpen: false);

    /// <summary>Completes when other processes find this one for the room; at once if it has no connection in it.</summary>
    public Task WrittenAsync(string room)
    {
        lock (_gate)
        {
            if (!_routes.TryGetValue(room, out var route) || !route.IsOpen || (route.IsWritten && !_changed.Contains(room))) return Task.CompletedTask;
            return (route.Written ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>This process ends: nothing more is written.</summary>
    public void End()
    {
        lock (_gate) _isEnded = true;
    }

    /// <summary>The directory knows none of the rooms: this process has a new id.</summary>
    public void WriteAll(IEnumerable<string> rooms)
    {
        lock (_gate)
        {
            foreach (var route in _routes.Values) route.IsWritten = false;
            foreach (var room in rooms) Change(room);
        }
    }

    private void Set(string room, bool isOpen)
    {
        lock (_gate)
        {
            if (!_routes.TryGetValue(room, out var route)) _routes.Add(room, route = new());
            route.IsOpen = isOpen;
            Change(room);
        }
    }

    private void Change(string room)
    {
        _changed.Add(room);
        if (_isBusy) return;

        _isBusy = true;
        using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow()) _ = WriteAsync();
    }

    private async Task WriteAsync()
    {
        await Task.Yield(); // the caller holds locks
        while (true)
        {
            string[] opened, closed;
            lock (_gate)
            {
                _changed.RemoveWhere(room => !_routes.TryGetValue(room, out var route) || route.IsOpen == route.IsWritten && Settle(room, route));
                opened = [.. _changed.Where(room => _routes[room].IsOpen).Take(SliceSize)];
                closed = [.. _changed.Where(room => !_routes[room].IsOpen).Take(SliceSize)];
                if (_changed.Count == 0 || _isEnded)
                {
                    _isBusy = false;
                    return;
                }
            }

            if (!await TryWriteAsync(opened, closed)) await Task.Delay(s_pause, time);
        }
    }

    /// <summary>Adds and removes rooms; false if it is to be tried again later.</summary>
    private async Task<bool> TryWriteAsync(string[] opened, string[] closed)
    {
        if (self() is not var (id, lastMessage)) return false;

        try
        {
            if (opened.Length > 0)
            {
                await store.AddRoutesAsync(id, opened);
                Written(opened, isWritten: true);
            }

            if (closed.Length == 0) return true;
            if (!await store.RemoveRoutesAsync(id, lastMessage, closed)) return false;

            Written(closed, isWritten: false);
            return true;
        }
        catch (Exception error) when (error is ClusterUnavailableException or FencedException)
        {
            return false;
        }
    }

    private void Written(string[] rooms, bool isWritten)
    {
        lock (_gate)
        {
            foreach (var room in rooms) _routes[room].IsWritten = isWritten;
        }
    }

    /// <summary>A room whose state is in the directory needs no more work. Always true. The caller holds the gate.</summary>
    private bool Settle(string room, Route route)
    {
        route.Written?.TrySetResult();
        route.Written = null;
        if (!route.IsOpen) _routes.Remove(room);
        return true;
    }
}
