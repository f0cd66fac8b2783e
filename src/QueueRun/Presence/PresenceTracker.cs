using System.Collections.Concurrent;
using QueueRun.Connections;

namespace QueueRun.Presence;

/// <summary>Who is online, and the hooks that are told.</summary>
internal sealed class PresenceTracker(PresenceHooks hooks) : IUserListener
{
    private readonly ConcurrentDictionary<string, UserPresence> _users = new(StringComparer.Ordinal);
    private volatile bool _isStopping;

    public Task Joined(ISocketUser user, bool first)
    {
        while (true)
        {
            var presence = _users.GetOrAdd(user.Id, static (id, tracker) => new(id, tracker.Hooks, tracker.Forget), this);
            if (presence.TryJoin(user, first, out var ready)) return ready;
        }
    }

    public void LastLeft(ISocketUser user)
    {
        if (_users.TryGetValue(user.Id, out var presence)) presence.Leave(_isStopping ? TimeSpan.Zero : hooks.OfflineDelay);
    }

    public bool IsOnline(string userId) => _users.TryGetValue(userId, out var presence) && presence.IsOnline;

    /// <summary>The users for whom a hook runs, or is about to.</summary>
    public IEnumerable<string> Telling => _users.Values.Where(presence => presence.IsTelling).Select(presence => presence.UserId);

    /// <summary>How many users count as online.</summary>
    public int OnlineCount => _users.Count(static user => user.Value.IsOnline);

    /// <summary>Nobody waits for a delay any more: who has left is told to be offline. Completes when every hook has ended.</summary>
    public Task StopAsync()
    {
        _isStopping = true;
        return Task.WhenAll(_users.Values.Select(presence => presence.StopAsync()));
    }

    private PresenceHooks Hooks => hooks;

    private void Forget(UserPresence presence)
    {
        _users.TryRemove(new(presence.UserId, presence));
    }
}
