using System.Collections.Concurrent;
using QueueRun.Connections;

namespace QueueRun.Presence;

/// <summary>Who is online, and the hooks that are told.</summary>
internal sealed class PresenceTracker(PresenceHooks hooks) : IUserListener
{
    private readonly ConcurrentDictionary<string, UserPresence> _users = new(StringComparer.Ordinal);
    private volatile bool _isStopping;

    public void Joined(ISocketUser user)
    {
        while (!_users.GetOrAdd(user.Id, static (id, tracker) => new(id, tracker.Hooks, tracker.Forget), this).TryJoin(user))
        {
            // It was being forgotten, and is out of the dictionary in a moment.
        }
    }

    public void LastLeft(ISocketUser user)
    {
        var presence = _users[user.Id];
        presence.Leave(user, hooks.OfflineDelay);
        if (_isStopping) presence.EndDelay(); // asked last: Stop may have looked at the user just before
    }

    public Task ReadyAsync(string userId) => _users.TryGetValue(userId, out var presence) ? presence.ReadyAsync() : Task.CompletedTask;

    public bool IsOnline(string userId) => _users.TryGetValue(userId, out var presence) && presence.IsOnline;

    /// <summary>The users for whom a hook runs, or is about to.</summary>
    public IEnumerable<string> Telling => _users.Values.Where(presence => presence.IsTelling).Select(presence => presence.UserId);

    /// <summary>How many users count as online.</summary>
    public int OnlineCount => _users.Count(static user => user.Value.IsOnline);

    /// <summary>Nobody comes back to this process: who has left is told to be offline without delay.</summary>
    public void Stop()
    {
        _isStopping = true;
        foreach (var presence in _users.Values) presence.EndDelay();
    }

    /// <summary>Completes when everybody has left, and every hook has ended.</summary>
    public async Task AllGoneAsync()
    {
        while (!_users.IsEmpty)
        {
            foreach (var presence in _users.Values) await presence.GoneAsync();
        }
    }

    private PresenceHooks Hooks => hooks;

    private void Forget(UserPresence presence)
    {
        _users.TryRemove(new(presence.UserId, presence));
    }
}
