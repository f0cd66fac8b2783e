using System.Runtime.InteropServices;

namespace QueueRun.Connections;

/// <summary>The connections in one room, and its users without a connection.</summary>
/// <remarks>
/// A program may have a hundred thousand rooms of three members, so many rooms share a lock, which the caller holds (<see
/// cref="RoomTable"/>), and a small room has only one array. Senders walk the array without the lock: a connection that enters is written
/// behind the part that they see, and one that leaves makes a new array if a sender has the old one.
/// </remarks>
/// <param name="name">The name.</param>
/// <param name="shard">The part of the table that the room is in.</param>
internal sealed class Room(string name, byte shard)
{
    /// <summary>From this number of connections on, a connection's place in the array is looked up in a dictionary, not searched.</summary>
    private const int Many = 64;

    private Connection?[] _members = new Connection?[2];
    private Dictionary<Connection, int>? _places;
    private HashSet<string>? _absent;
    private int _count;
    private bool _isWalked;     // a sender may hold the array

    /// <summary>The name: one string, shared by all members of the room.</summary>
    public string Name => name;

    /// <summary>The part of the table that the room is in.</summary>
    public byte Shard => shard;

    /// <summary>Whether nobody is in the room: it must be removed.</summary>
    public bool IsEmpty => _count == 0 && _absent is null;

    /// <summary>Adds a connection.</summary>
    public void Add(Connection connection)
    {
        if (_count == _members.Length) Move(2 * _count);
        if (_count >= Many) (_places ??= PlacesOf()).Add(connection, _count);
        _members[_count++] = connection;
    }

    /// <summary>Removes a connection.</summary>
    public void Remove(Connection connection)
    {
        var place = _places?[connection] ?? Search(connection);
        if (_isWalked || (_members.Length > 8 && _count < _members.Length / 4)) Move(Math.Max(2, _count));
        var last = _members[--_count];
        _members[place] = last;
        _members[_count] = null;
        if (_places is null) return;

        _places[last!] = place;
        _places.Remove(connection);
        if (_count < Many / 2) _places = null;
    }

    /// <summary>Adds a user without a connection.</summary>
    public void AddAbsent(string userId) => (_absent ??= new(StringComparer.Ordinal)).Add(userId);

    /// <summary>Removes a user who has a connection again, or has left.</summary>
    public void RemoveAbsent(string userId)
    {
        _absent!.Remove(userId);
        if (_absent.Count == 0) _absent = null;
    }

    /// <summary>The present connections in the room, to be walked without a lock.</summary>
    public ReadOnlySpan<Connection> Walk()
    {
        _isWalked = true;
        return MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(_members), _count)!;
    }

    /// <summary>The ids of the users without a connection.</summary>
    public string[] Absent() => _absent is null ? [] : [.. _absent];

    private int Search(Connection connection)
    {
        var place = 0;
        while (_members[place] != connection) place++;
        return place;
    }

    private void Move(int size)
    {
        var members = new Connection?[size];
        Array.Copy(_members, members, _count);
        (_members, _isWalked) = (members, false);
    }

    private Dictionary<Connection, int> PlacesOf()
    {
        var places = new Dictionary<Connection, int>();
        for (var i = 0; i < _count; i++) places.Add(_members[i]!, i);
        return places;
    }
}
