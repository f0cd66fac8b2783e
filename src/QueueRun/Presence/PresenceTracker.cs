using System.Collections.Concurrent;
using QueueRun.Connections;

namespace QueueRun.Presence;

/// <summary>The presence of all users, and the calls of the hooks.</summary>
/// <param name="hooks">The hooks.</param>
/// <param name="delayIsOver">Reports to the directory that the delay of a user's departure is over, with the departure's number.</param>
/// <param name="leaveRooms">Asks the directory to forget the rooms of a user who is offline: it calls <see cref="TryLeaveRooms"/>.</param>
internal sealed class PresenceTracker(PresenceHooks hooks, Action<string, int> delayIsOver, Action<string> leaveRooms) : IUserListener, IPresenceWork
{
    private readonly ConcurrentDictionary<string, UserPresence> _users = new(StringComparer.Ordinal);
    private volatile bool _isStopping;

    public void Joined(ISocketUser user)
    {
        while (!_users.GetOrAdd(user.Id, static (id, tracker) => new(id, tracker), this).TryJoin(user))
        {
            // The object found is forgotten, and about to be removed from the dictionary.
        }
    }

    public bool LastLeft(ISocketUser user)
    {
        var presence = _users[user.Id];
        if (presence.Leave(user)) return true;
        // Checked last: Stop may have looked for a departure just before.
        return _isStopping && presence.Departure is { } departure && presence.TryGoOffline(departure);
    }

    public bool TryGoOffline(string userId, int departure) => _users.TryGetValue(userId, out var presence) && presence.TryGoOffline(departure);

    public bool TryLeaveRooms(string userId) => _users[userId].TryLeaveRooms();

    public bool HearsOfRooms => hooks.HearsOfRooms;

    public void Entered(ISocketUser user, string room) => _users[user.Id].Set(room, isIn: true);

    public void Left(ISocketUser user, string room) => _users[user.Id].Set(room, isIn: false);

    public Task ReadyAsync(string userId) => _users.TryGetValue(userId, out var presence) ? presence.ReadyAsync() : Task.CompletedTask;

    public bool IsOnline(string userId) => _users.TryGetValue(userId, out var presence) && presence.IsOnline;

    IEnumerable<string> IPresenceWork.RunningHooks => _users.Values.Where(presence => presence.IsTelling).Select(presence => presence.UserId);

    /// <summary>The number of users who count as online.</summary>
    public int OnlineCount => _users.Count(static user => user.Value.IsOnline);

    /// <summary>Ends all delays: no user comes back to this process, so a user who has left is offline at once.</summary>
    public void Stop()
    {
        _isStopping = true;
        foreach (var presence in _users.Values)
        {
            if (presence.Departure is { } departure) delayIsOver(presence.UserId, departure);
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

    /// <summary>The hooks.</summary>
    public PresenceHooks Hooks => hooks;

    /// <summary>Reports that the delay of a user's departure is over.</summary>
    public Action<string, int> DelayIsOver => delayIsOver;

    /// <summary>Asks for <see cref="TryLeaveRooms"/>.</summary>
    public Action<string> LeaveRooms => leaveRooms;

    /// <summary>Removes a user who is offline, and whose hooks have been called.</summary>
    public void Forget(UserPresence presence) => _users.TryRemove(new(presence.UserId, presence));
}
