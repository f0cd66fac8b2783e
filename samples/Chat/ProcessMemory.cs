using System.Collections.Concurrent;
using System.Collections.Immutable;

/// <summary>Remembers in the process, which forgets it when it ends.</summary>
internal sealed class ProcessMemory : IMemory
{
    private readonly ConcurrentDictionary<string, Room> _rooms = [];
    private House _house = House.New();
    private long _lastId;

    public ValueTask<House> LookAsync() => new(Volatile.Read(ref _house));

    public ValueTask<bool> TryChangeAsync(House before, House after)
    {
        if (!ReferenceEquals(Interlocked.CompareExchange(ref _house, after, before), before))
            return new(false);
        foreach (var gone in before.Rooms.Except(after.Rooms))
            _rooms.TryRemove(gone, out _);
        return new(true);
    }

    public ValueTask<Kept> KeepAsync(Said said, byte[]? jpeg)
    {
        var room = Of(said.Room);
        lock (_rooms)
        {
            _lastId = Math.Max(_lastId + 1, House.Now);
            var kept = new Kept(said with { Id = _lastId }, jpeg is null ? null : Pictures.Write(_lastId, jpeg));
            if (jpeg is not null && room.Past.Count(past => past.Picture is not null) == IMemory.MaxPictures)
                room.Past = room.Past.RemoveAt(room.Past.FindIndex(past => past.Picture is not null));
            room.Past = room.Past.RemoveRange(0, Math.Max(0, room.Past.Count - IMemory.MaxHistory + 1)).Add(kept);
            room.Messages += said.From is null ? 0 : 1;
            return new(kept);
        }
    }

    public ValueTask<IReadOnlyList<Kept>> PastAsync(string room) => new(Of(room).Past);

    public ValueTask<(int Messages, Digest? Last)> BeginDigestAsync(string room, DateTimeOffset at)
    {
        var messages = Of(room).Messages;
        return new((messages, Interlocked.Exchange(ref Of(room).LastDigest, new(messages, at))));
    }

    public ValueTask<string> TicketAsync(string room, string who) => new(Of(room).Tickets.GetOrAdd(who, _ => Guid.NewGuid().ToString()));

    public ValueTask AnsweredAsync(string room, string who)
    {
        Of(room).Tickets.TryRemove(who, out _);
        return default;
    }

    private Room Of(string room) => _rooms.GetOrAdd(room, _ => new());

    private sealed class Room
    {
        public ImmutableList<Kept> Past = [];
        public int Messages;                                                    // of people, since the room was made
        public Digest? LastDigest;
        public readonly ConcurrentDictionary<string, string> Tickets = [];      // of those who wait for a summary
    }
}
