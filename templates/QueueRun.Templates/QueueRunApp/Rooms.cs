/// <summary>Which users are in which room. Handlers of different connections run at the same time, so it locks.</summary>
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

    /// <summary>Takes a user out of all rooms, and says which those were.</summary>
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

    /// <summary>Who is in a room now: a copy, so that it can be sent to while others come and go.</summary>
    public IReadOnlyList<string> Members(string room)
    {
        lock (_lock)
            return _rooms.TryGetValue(room, out var members) ? [.. members] : [];
    }
}
