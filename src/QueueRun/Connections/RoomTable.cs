using System.Numerics;
using System.Runtime.InteropServices;

namespace QueueRun.Connections;

/// <summary>The rooms of this process. A room exists while it has a member.</summary>
/// <remarks>
/// The table has several parts, each with a lock, which is held for a change or a look and no longer. A room's name decides its part. So to
/// enter a room takes one lock and one search, whether the room exists or not.
/// </remarks>
internal sealed class RoomTable
{
    private const int ShardsPerCore = 4;
    private const int MaxShards = byte.MaxValue + 1;

    private readonly Shard[] _shards = [.. NewShards()];

    /// <summary>Receives the rooms that come and go; null if nobody needs to know. Set before the first connection.</summary>
    public IRoomListener? Listener { get; set; }

    /// <summary>A part of the table.</summary>
    private sealed class Shard
    {
        private const int MinCapacity = 64;

        public Lock Gate { get; } = new();

        public Dictionary<string, Room> Rooms { get; } = new(StringComparer.Ordinal);

        /// <summary>The room of a name, which is new if there is none.</summary>
        public Room Of(string name, byte number, IRoomListener? listener)
        {
            ref var room = ref CollectionsMarshal.GetValueRefOrAddDefault(Rooms, name, out _);
            if (room is not null) return room;

            listener?.Opened(name);
            return room = new(name, number);
        }

        /// <summary>Removes a room without members. Many rooms that are gone hold no memory.</summary>
        public void RemoveIfEmpty(Room room, IRoomListener? listener)
        {
            if (!room.IsEmpty) return;

            Rooms.Remove(room.Name);
            listener?.Closed(room.Name);
            if (Rooms.Capacity > MinCapacity && Rooms.Count < Rooms.Capacity / 8) Rooms.TrimExcess();
        }
    }

    /// <summary>The names of the rooms.</summary>
    public IEnumerable<string> Names
    {
        get
        {
            foreach (var shard in _shards)
            {
                string[] names;
                lock (shard.Gate) names = [.. shard.Rooms.Keys];
                foreach (var name in names) yield return name;
            }
        }
    }

    /// <summary>The number of rooms.</summary>
    public int Count
    {
        get
        {
            var count = 0;
            foreach (var shard in _shards)
            {
                lock (shard.Gate) count += shard.Rooms.Count;
            }

            return count;
        }
    }

    /// <summary>The present connections in a room, to be walked without a lock.</summary>
    public ReadOnlySpan<Connection> Walk(string name)
    {
        var shard = _shards[NumberOf(name)];
        lock (shard.Gate) return shard.Rooms.TryGetValue(name, out var room) ? room.Walk() : [];
    }

    /// <summary>The ids of the users in a room, in ordinal order.</summary>
    public IReadOnlyList<string> MembersOf(string name)
    {
        var shard = _shards[NumberOf(name)];
        ReadOnlySpan<Connection> members;
        SortedSet<string> userIds;
        lock (shard.Gate)
        {
            if (!shard.Rooms.TryGetValue(name, out var room)) return [];
            members = room.Walk();
            userIds = new(room.Absent(), StringComparer.Ordinal);
        }

        foreach (var connection in members)
        {
            if (connection.User is { } user) userIds.Add(user.Id);
        }

        return [.. userIds];
    }

    /// <summary>Adds connections to the room of a name, and returns the room.</summary>
    public Room Add(string name, ReadOnlySpan<Connection> connections)
    {
        var number = NumberOf(name);
        var shard = _shards[number];
        lock (shard.Gate)
        {
            var room = shard.Of(name, number, Listener);
            foreach (var connection in connections) room.Add(connection);
            return room;
        }
    }

    /// <summary>Adds a connection to a room that has a member.</summary>
    public void Add(Room room, Connection connection)
    {
        lock (_shards[room.Shard].Gate) room.Add(connection);
    }

    /// <summary>Adds a user without a connection to the room of a name, and returns the room.</summary>
    public Room AddAbsent(string name, string userId)
    {
        var number = NumberOf(name);
        var shard = _shards[number];
        lock (shard.Gate)
        {
            var room = shard.Of(name, number, Listener);
            room.AddAbsent(userId);
            return room;
        }
    }

    /// <summary>Removes connections from a room that they are in.</summary>
    public void Remove(Room room, ReadOnlySpan<Connection> connections)
    {
        var shard = _shards[room.Shard];
        lock (shard.Gate)
        {
            foreach (var connection in connections) room.Remove(connection);
            shard.RemoveIfEmpty(room, Listener);
        }
    }

    /// <summary>Removes a user without a connection from a room.</summary>
    public void RemoveAbsent(Room room, string userId)
    {
        var shard = _shards[room.Shard];
        lock (shard.Gate)
        {
            room.RemoveAbsent(userId);
            shard.RemoveIfEmpty(room, Listener);
        }
    }

    private static IEnumerable<Shard> NewShards()
    {
        var count = (int)BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount * ShardsPerCore);
        return Enumerable.Range(0, Math.Min(count, MaxShards)).Select(_ => new Shard());
    }

    private byte NumberOf(string name) => (byte)(name.GetHashCode(StringComparison.Ordinal) & (_shards.Length - 1));
}
