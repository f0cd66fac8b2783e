using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace QueueRun.Connections;

/// <summary>The open connections of one user, or one connection without a user, and their rooms.</summary>
/// <remarks>All members except <see cref="Connections"/> are read and written under <see cref="Gate"/>.</remarks>
internal sealed class Membership
{
    private readonly RoomTable _table;
    private Dictionary<string, Ways>? _rooms;
    private volatile Connection[] _connections = [];

    /// <summary>The ways in which the user or connections are in a room: through the user, by themselves, or both.</summary>
    private struct Ways
    {
        /// <summary>The room. It is not removed while it has a member; a user who is offline is no member.</summary>
        public Room Room;

        /// <summary>Whether the user is in the room, with all present and later connections.</summary>
        public bool ByUser;

        /// <summary>The connections that are in the room by themselves; null if there are none.</summary>
        public Connection[]? Own;

        public readonly bool IsEmpty => !ByUser && Own is null;

        public readonly bool Includes(Connection connection) => ByUser || IsOwn(connection);

        public readonly bool IsOwn(Connection connection) => Own is not null && Array.IndexOf(Own, connection) >= 0;

        public void Add(Connection connection) => Own = [.. Own ?? [], connection];

        public bool Remove(Connection connection)
        {
            if (!IsOwn(connection)) return false;
            Own = Own!.Length == 1 ? null : Array.FindAll(Own, other => other != connection);
            return true;
        }
    }

    /// <summary>A user's membership, before the first connection has joined.</summary>
    public Membership(RoomTable table) => _table = table;

    /// <summary>The membership of one connection without a user.</summary>
    public Membership(RoomTable table, Connection connection) : this(table) => _connections = [connection];

    public Lock Gate { get; } = new();

    /// <summary>The user, from the newest connection; null if there is none.</summary>
    public ISocketUser? User { get; private set; }

    /// <summary>The connections. The array is copied on write: a send can walk it without a lock.</summary>
    public Connection[] Connections => _connections;

    /// <summary>The number of places that are taken by connections, or reserved for them.</summary>
    public int Places { get; set; }

    /// <summary>Whether this object is no longer used.</summary>
    public bool IsRemoved { get; set; }

    /// <summary>Whether there is no connection and no reserved place, and the rooms are not kept.</summary>
    public bool IsEmpty => Places <= 0 && !KeepsRooms;

    /// <summary>Whether the user counts as online.</summary>
    public bool IsOnline { get; private set; }

    /// <summary>
    /// Whether the names of the user's rooms are kept: from the first connection until <see cref="LeaveRooms"/>. A user who is offline is
    /// in no <see cref="Room"/>, but comes back into all of them.
    /// </summary>
    public bool KeepsRooms { get; private set; }

    /// <summary>The number of rooms that the user or a connection is in.</summary>
    public int RoomCount => _rooms?.Count ?? 0;

    public bool IsIn(string room) => _rooms is not null && _rooms.ContainsKey(room);

    /// <summary>Adds a connection, and puts it into its user's rooms.</summary>
    public void Add(Connection connection, ISocketUser user)
    {
        var wasAbsent = IsOnline && _connections.Length == 0;
        (User, IsOnline, KeepsRooms, _connections) = (user, true, true, [.. _connections, connection]);
        foreach (var room in Rooms)
        {
            ref var ways = ref CollectionsMarshal.GetValueRefOrNullRef(_rooms!, room);
            if (!ways.ByUser) continue;
            if (!ways.IsOwn(connection)) ways.Room = _table.Add(room, [connection]); // the room of a user who was offline may be gone
            if (wasAbsent) _table.RemoveAbsent(ways.Room, user.Id);
        }
    }

    /// <summary>Removes a connection that has closed, also from all rooms.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="user">The user, from the connection; null if it has none.</param>
    /// <param name="left">Called for each room that neither the user nor another connection is in.</param>
    public void Remove(Connection connection, ISocketUser? user, Action<string> left)
    {
        (User, _connections) = (user, Array.FindAll(_connections, other => other != connection));
        foreach (var room in Rooms)
        {
            ref var ways = ref CollectionsMarshal.GetValueRefOrNullRef(_rooms!, room);
            if (!ways.Includes(connection)) continue;

            if (ways.ByUser && _connections.Length == 0) _table.AddAbsent(room, user!.Id);
            _table.Remove(ways.Room, [connection]);
            ways.Remove(connection);
            if (ways.IsEmpty && _rooms!.Remove(room)) left(room);
        }
    }

    /// <summary>Puts the user into a room; true if neither the user nor a connection was in it.</summary>
    public bool Enter(string name)
    {
        ref var ways = ref WaysOf(name);
        if (Unsafe.IsNullRef(in ways))
        {
            Add(new() { Room = _connections is [] ? _table.AddAbsent(name, User!.Id) : _table.Add(name, _connections), ByUser = true });
            return true;
        }

        if (ways.ByUser) return false;

        ways.ByUser = true;
        foreach (var connection in _connections)
        {
            if (!ways.IsOwn(connection)) _table.Add(ways.Room, connection);
        }

        return false;
    }

    /// <summary>Puts one connection into a room; true if neither the user nor a connection was in it.</summary>
    public bool Enter(string name, Connection connection)
    {
        ref var ways = ref WaysOf(name);
        if (Unsafe.IsNullRef(in ways))
        {
            Add(new() { Room = _table.Add(name, [connection]), Own = [connection] });
            return true;
        }

        if (ways.IsOwn(connection)) return false;

        if (!ways.ByUser) _table.Add(ways.Room, connection);
        ways.Add(connection);
        return false;
    }

    /// <summary>Removes the user from a room, with all connections; true if the user or a connection was in it.</summary>
    public bool Leave(string room)
    {
        if (_rooms is null || !_rooms.Remove(room, out var ways)) return false;

        if (_connections is not []) _table.Remove(ways.Room, ways.ByUser ? _connections : ways.Own);
        else if (IsOnline) _table.RemoveAbsent(ways.Room, User!.Id);
        return true;
    }

    /// <summary>Removes a connection from a room that it is in by itself; false if it is in it through its user.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="connection">The connection.</param>
    /// <param name="left">Whether neither the user nor another connection is in the room.</param>
    public bool Leave(string room, Connection connection, out bool left)
    {
        left = false;
        ref var ways = ref WaysOf(room);
        if (Unsafe.IsNullRef(in ways)) return true;
        if (!ways.Remove(connection)) return !ways.ByUser;

        if (!ways.ByUser) _table.Remove(ways.Room, [connection]);
        left = ways.IsEmpty && _rooms!.Remove(room);
        return true;
    }

    /// <summary>Marks the user, who has no connection, as offline. The names of the user's rooms are kept.</summary>
    public void GoOffline()
    {
        IsOnline = false;
        if (_rooms is null) return;

        foreach (var ways in _rooms.Values) _table.RemoveAbsent(ways.Room, User!.Id);
    }

    /// <summary>A user who is offline has left all rooms, and does not come back into them.</summary>
    public void LeaveRooms() => (KeepsRooms, _rooms) = (false, null);

    /// <summary>Takes over the rooms of a connection that has just got its user. The connection itself is added afterwards.</summary>
    /// <param name="nobody">The connection's membership before it had a user.</param>
    /// <returns>The rooms that are new to the user.</returns>
    public string[] Take(Membership nobody)
    {
        var entered = new List<string>();
        foreach (var (room, nobodys) in nobody._rooms ?? [])
        {
            ref var ways = ref WaysOf(room);
            if (Unsafe.IsNullRef(in ways))
            {
                Add(nobodys);
                entered.Add(room);
            }
            else
            {
                ways.Room = nobodys.Room; // a user who is offline has only the room's name
                ways.Add(nobody._connections[0]);
            }
        }

        nobody._rooms = null;
        return [.. entered];
    }

    /// <summary>The rooms, and whether the user is in each as a whole, with all connections.</summary>
    public (string Room, bool IsWhole)[] RoomsAndWays() => _rooms is null ? [] : [.. _rooms.Select(room => (room.Key, room.Value.ByUser))];

    private string[] Rooms => _rooms is null ? [] : [.. _rooms.Keys];

    /// <summary>The ways in which the user or connections are in a room; a null reference if they are not in it.</summary>
    private ref Ways WaysOf(string room)
        => ref _rooms is null ? ref Unsafe.NullRef<Ways>() : ref CollectionsMarshal.GetValueRefOrNullRef(_rooms, room);

    private void Add(in Ways ways) => (_rooms ??= new(StringComparer.Ordinal)).Add(ways.Room.Name, ways);
}
