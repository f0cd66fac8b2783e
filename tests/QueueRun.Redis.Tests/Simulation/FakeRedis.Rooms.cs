namespace QueueRun.Redis.Tests.Simulation;

// The commands of rooms.
internal sealed partial class FakeRedis
{
    public IReadOnlyList<string>? ForgetRooms(string me, string user)
    {
        Fence(me);
        return _data.Users.TryGetValue(user, out var r) && r.IsOnline ? null : ForgetRooms(user);
    }

    public int SendToRoom(string me, char kind, ReadOnlySpan<byte> tail, ReadOnlySpan<byte> trace, string? room)
    {
        Fence(me);
        var to = room is null || IsLost
            ? Others(me)
            : _data.Rooms.TryGetValue(room, out var processes) ? [.. processes.Where(process => process != me && Lives(process))] : [];
        foreach (var process in to) DeliverSent(process, trace, kind, [], tail);
        return to.Count;
    }

    public int? Enter(string me, string room, string mark, int max, IReadOnlyList<string> users)
    {
        Fence(me);
        for (var i = 0; i < users.Count; i++)
        {
            var user = users[i];
            if (!_data.Users.TryGetValue(user, out var r) || !r.IsOnline) continue;

            var rooms = _data.RoomsOf.GetValueOrDefault(user);
            var marks = rooms?.GetValueOrDefault(room);
            if (marks is null && (rooms?.Count ?? 0) >= max) return i;

            if (marks is null || !marks.Contains(mark))
            {
                if (rooms is null) _data.RoomsOf[user] = rooms = new(StringComparer.Ordinal);
                if (marks is null) rooms[room] = [mark];
                else if (mark == "u") marks.Insert(0, mark);
                else marks.Add(mark);
            }

            if (mark == "u")
            {
                foreach (var (process, counts) in r.At)
                {
                    if (counts.Devices == 0 || !Lives(process)) continue;

                    AddRoute(room, process);
                    if (process != me) Deliver(process, 'E', Text(user), Text(room));
                }
            }

            if (marks is null)
            {
                if (!_data.Members.TryGetValue(room, out var members)) _data.Members[room] = members = new(StringComparer.Ordinal);
                members.Add(user);
                TellRooms('J', user, r.Home, room);
            }
        }

        return null;
    }

    public void Exit(string me, string room, string mark, IReadOnlyList<string> users)
    {
        Fence(me);
        foreach (var user in users)
        {
            if (_data.RoomsOf.GetValueOrDefault(user)?.GetValueOrDefault(room) is not { } marks) continue;

            var r = _data.Users.GetValueOrDefault(user);
            if (mark == "u")
            {
                foreach (var (process, counts) in r?.At.AsEnumerable() ?? [])
                {
                    if (process != me && counts.Devices > 0 && Lives(process)) Deliver(process, 'X', Text(user), Text(room));
                }

                marks.Clear();
            }

            marks.Remove(mark);
            if (marks.Count == 0) LeaveRoom(user, r, room);
        }
    }

    public int ToldRooms(string user, bool isIn, IReadOnlyList<string> rooms)
    {
        if (!_data.Users.ContainsKey(user)) return 0;

        if (!_data.ToldRoomsOf.TryGetValue(user, out var told)) _data.ToldRoomsOf[user] = told = new(StringComparer.Ordinal);
        foreach (var room in rooms) _ = isIn ? told.Add(room) : told.Remove(room);
        if (told.Count == 0) _data.ToldRoomsOf.Remove(user);
        return 1;
    }

    public (IReadOnlyList<string> In, IReadOnlyList<string> Told) RoomsOf(string user)
        => ([.. _data.RoomsOf.GetValueOrDefault(user)?.Keys.ToArray() ?? []], [.. _data.ToldRoomsOf.GetValueOrDefault(user) ?? []]);

    public IReadOnlyList<string> Members(string room) => [.. _data.Members.GetValueOrDefault(room) ?? []];

    public void AddRoutes(string me, IReadOnlyList<string> rooms)
    {
        Fence(me);
        foreach (var room in rooms) AddRoute(room, me);
    }

    public bool RemoveRoutes(string me, long lastReceived, IReadOnlyList<string> rooms)
    {
        Fence(me);
        if (_data.Seqs.GetValueOrDefault(me) != lastReceived) return false;

        foreach (var room in rooms) RemoveRoute(room, me);
        return true;
    }

    private void AddRoute(string room, string process)
    {
        if (!_data.Rooms.TryGetValue(room, out var processes)) _data.Rooms[room] = processes = [];
        if (!processes.Contains(process)) processes.Add(process);
    }

    private void RemoveRoute(string room, string process)
    {
        if (_data.Rooms.TryGetValue(room, out var processes) && processes.Remove(process) && processes.Count == 0) _data.Rooms.Remove(room);
    }

    private string[] ForgetRooms(string user)
    {
        if (!_data.RoomsOf.Remove(user, out var rooms)) return [];

        foreach (var room in rooms.Keys) RemoveMember(room, user);
        return [.. rooms.Keys];
    }

    private void LeaveRoomsOf(string dead, string user, FakeRecord r)
    {
        foreach (var (room, marks) in _data.RoomsOf.GetValueOrDefault(user)?.ToArray() ?? [])
        {
            marks.Remove(dead);
            if (marks.Count == 0) LeaveRoom(user, r, room);
        }
    }

    private void LeaveRoom(string user, FakeRecord? r, string room)
    {
        var rooms = _data.RoomsOf[user];
        rooms.Remove(room);
        if (rooms.Count == 0) _data.RoomsOf.Remove(user);
        RemoveMember(room, user);
        if (r is not null) TellRooms('L', user, r.Home, room);
    }

    private void RemoveMember(string room, string user)
    {
        if (_data.Members.TryGetValue(room, out var members) && members.Remove(user) && members.Count == 0) _data.Members.Remove(room);
    }

    private void TellRooms(char kind, string user, string home, string room)
    {
        if (settings.HasRoomHooks && home != "" && Lives(home)) Deliver(home, kind, Text(user), Text(room));
    }
}
