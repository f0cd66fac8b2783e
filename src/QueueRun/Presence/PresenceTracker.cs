using System.Collections.Concurrent;
using QueueRun.Connections;

namespace QueueRun.Presence;

/// <summary>The presence of all users, and the calls of the hooks.</summary>
/// <param name="hooks">The hooks.</param>
/// <param name="directory">Gives the directory, which is created later.</param>
internal sealed class PresenceTracker(PresenceHooks hooks, Func<IPresenceDirectory> directory) : IUserListener, IPresenceWork
{
    private readonly ConcurrentDictionary<string, UserPresence> _users = new(StringComparer.Ordinal);
    private volatile bool _isStopping;
    private long _lastNumber;

    public void Joined(ISocketUser user, long number = 0)
    {
        while (!_users.GetOrAdd(user.Id, static (id, tracker) => new(id, tracker), this).TryJoin(user, number))
        {
            // The object found is forgotten, and about to be removed from the dictionary.
        }
    }

    public bool LastLeft(ISocketUser user, long number = 0)
    {
        var presence = _users[user.Id];
        if (presence.Leave(user, number)) return true;
        // Checked last: Stop may have looked for a departure just before.
        return _isStopping && presence.Departure is { } departure && presence.TryGoOffline(departure, number);
    }

    public bool TryGoOffline(string userId, int departure, long number = 0)
        => _users.TryGetValue(userId, out var presence) && presence.TryGoOffline(departure, number);

    public void Adopt(Adoption adoption)
    {
        // A user who is about to come: there is nothing to tell, and nothing to forget.
        if (adoption is { IsOnline: false, ToldOnline: false } && adoption.Number <= adoption.ToldNumber && !_users.ContainsKey(adoption.User.Id)) return;

        while (!_users.GetOrAdd(adoption.User.Id, static (id, tracker) => new(id, tracker), this).TryAdopt(adoption))
        {
            // As above.
        }
    }

    public void Restore(string userId, IReadOnlyList<string> rooms, IReadOnlyList<string> told)
    {
        if (_users.TryGetValue(userId, out var presence)) presence.Restore(rooms, told);
    }

    public IReadOnlyList<string> Resign(string userId) => _users.TryGetValue(userId, out var presence) ? presence.Resign() : [];

    /// <summary>The number of the departure whose delay runs; null if none runs.</summary>
    public int? DepartureOf(string userId) => _users.TryGetValue(userId, out var presence) ? presence.Departure : null;

    public bool TryLeaveRooms(string userId) => _users.TryGetValue(userId, out var presence) && presence.TryLeaveRooms();

    public bool HearsOfRooms => hooks.HearsOfRooms;

    public void Entered(ISocketUser user, string room) => Set(user, room, isIn: true);

    public void Left(ISocketUser user, string room) => Set(user, room, isIn: false);

    public Task ReadyAsync(string userId) => _users.TryGetValue(userId, out var presence) ? presence.ReadyAsync() : Task.CompletedTask;

    public bool IsOnline(string userId) => _users.TryGetValue(userId, out var presence) && presence.IsOnline;

    IEnumerable<string> IPresenceWork.RunningHooks => _users.Values.Where(presence => presence.IsTelling).Select(presence => presence.UserId);

    /// <summary>The number of users who count as online.</summary>
    public int OnlineCount => _users.Count(static user => user.Value.IsOnline);

    public void Stop()
    {
        _isStopping = true;
        foreach (var presence in _users.Values)
        {
            if (presence.Departure is { } departure) Directory.GoOffline(presence.UserId, departure);
        }
    }

    /// <summary>Completes when all users have left, and every hook has ended.</summary>
    public async Task AllGoneAsync()
    {
        while (!_users.IsEmpty)
        {
            foreach (var presence in _users.Values) await presence.GoneAsync();
        }
    }

    /// <summary>Whether the program stops.</summary>
    public bool IsStopping => _isStopping;

    /// <summary>The hooks.</summary>
    public PresenceHooks Hooks => hooks;

    /// <summary>The directory of users.</summary>
    public IPresenceDirectory Directory => directory();

    /// <summary>The number of a change that the directory does not count: it rises, also over the program's restarts.</summary>
    public long NextNumber()
    {
        var now = (long)(hooks.Time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalMicroseconds;
        while (true)
        {
            var last = Volatile.Read(ref _lastNumber);
            var next = Math.Max(last + 1, now);
            if (Interlocked.CompareExchange(ref _lastNumber, next, last) == last) return next;
        }
    }

    /// <summary>Removes a user who is offline, and whose hooks have been called.</summary>
    public void Forget(UserPresence presence) => _users.TryRemove(new(presence.UserId, presence));

    // A user whose hooks another process calls may be unknown here.
    private void Set(ISocketUser user, string room, bool isIn)
    {
        if (_users.TryGetValue(user.Id, out var presence)) presence.Set(room, isIn);
    }
}
