/// <summary>The users in each room. Handlers of different connections run at the same time, so the class locks.</summary>
internal sealed class Rooms
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, HashSet<string>> _rooms = [];

    public void Enter(string room, string user)
    {
        lock (_lock)
        {
            if (!_rooms.TryGetValue(room, out var members))
                _rooms[room] = members = [];
            members.Add(user);
        }
    }

    /// <summary>Takes a user out of all rooms, and returns these rooms.</summary>
    public IReadOnlyList<string> LeaveAll(string user)
    {
        lock (_lock)
        {
            List<string> left = [];
            foreach (var (room, members) in _rooms)
            {
                if (!members.Remove(user))
                    continue;
                left.Add(room);
                if (members.Count == 0)
                    _rooms.Remove(room);
            }
            return left;
        }
    }

    /// <summary>The users in a room now: a copy, so that others can come and go during a send.</summary>
    public IReadOnlyList<string> Members(string room)
    {
        lock (_lock)
            return _rooms.TryGetValue(room, out var members) ? [.. members] : [];
    }
}
