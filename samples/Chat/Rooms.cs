using System.Collections.Concurrent;
using System.Collections.Immutable;
using QueueRun;

/// <summary>
/// The rooms with what was said in them, and the people. Who receives a room's messages, QueueRun knows. Kept in memory, forgotten when the
/// program ends, and bounded in every direction. Safe to use from any number of handlers at once.
/// </summary>
internal sealed class Rooms
{
    private const int MaxRooms = 50;
    private const int MaxMembers = 200;
    private const int MaxHistory = 50;
    private const int MaxPictures = 5;
    private const int MaxText = 1000;
    private static readonly string[] AlwaysOpen = ["Lobby", "Kitchen", "Workshop"];

    private readonly Lock _lock = new();        // for changes; reading needs none
    private readonly ConcurrentDictionary<string, Room> _rooms
        = new(AlwaysOpen.ToDictionary(name => name, name => new Room(name)), StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, Person> _people = [];
    private long _clock;

    /// <summary>Identifies this run of the program.</summary>
    public string Server { get; } = Guid.NewGuid().ToString();

    public IEnumerable<Room> All => _rooms.Values;

    /// <summary>What a page has to know first.</summary>
    public State Look(string who) => new(Server, Volatile.Read(ref _clock), who, AlwaysOpen, [.. _people.Values]);

    public Room Find(string? name) => _rooms.GetValueOrDefault(name ?? "") ?? throw new SocketErrorException("There is no such room.");

    /// <summary>The rooms that somebody is in.</summary>
    public IEnumerable<Room> Of(string who) => _people.GetValueOrDefault(who)?.Rooms.Select(_rooms.GetValueOrDefault).OfType<Room>() ?? [];

    /// <summary>
    /// Finds a place in a room, which is made if there is none. In a full room, and in a full house, those who are away give their place to
    /// those who are here.
    /// </summary>
    /// <returns>The room's name, and who has to leave which room first.</returns>
    public (string Room, IReadOnlyList<(string Who, string Room)> Leaving) MakePlace(string name, string who)
    {
        name = Names.Check(name, "room's name");
        lock (_lock)
        {
            if (_rooms.TryGetValue(name, out var room))
            {
                var members = In(room.Name);
                if (members.Count < MaxMembers || members.Any(member => member.Who == who))
                    return (room.Name, []);
                var away = members.Find(member => member.Devices == 0) ?? throw new SocketErrorException($"{room.Name} is full.");
                return (room.Name, [(away.Who, room.Name)]);
            }
            var given = _rooms.Count < MaxRooms ? ""
                : _rooms.Keys.Except(AlwaysOpen).FirstOrDefault(other => In(other).TrueForAll(member => member.Devices == 0))
                ?? throw new SocketErrorException($"There are {MaxRooms} rooms already. Enter one of them.");
            _rooms.TryRemove(given, out _);
            _rooms[name] = new(name);
            return (name, [.. In(given).Select(member => (member.Who, given))]);
        }
    }

    /// <summary>Somebody is in a room now; null if others were faster, and there is no place any more.</summary>
    public Person? Came(string name, string who)
    {
        lock (_lock)
        {
            if (_rooms.ContainsKey(name) ? In(name).Count >= MaxMembers : _rooms.Count == MaxRooms)
                return null;
            _rooms.TryAdd(name, new(name));
            return Change(who, person => person with { Rooms = [.. person.Rooms, name] });
        }
    }

    /// <summary>Somebody is not in a room any more. A room that people made goes with the last of them.</summary>
    public Person Went(string name, string who)
    {
        lock (_lock)
        {
            var person = Change(who, person => person with { Rooms = [.. person.Rooms.Where(room => room != name)] });
            if (In(name).Count == 0 && !AlwaysOpen.Contains(name))
                _rooms.TryRemove(name, out _);
            return person;
        }
    }

    /// <summary>Somebody is on one device more, or less.</summary>
    public Person Count(string who, int change) => Change(who, person => person with { Devices = person.Devices + change });

    /// <summary>Keeps what somebody says or shows in a room. Nobody makes an announcement.</summary>
    public Kept Add(Room room, string? who, string? text, byte[]? jpeg = null)
    {
        text = text?.Trim() ?? "";
        if (text.Length == 0 && jpeg is null)
            throw new SocketErrorException("There is nothing to say yet.");
        if (text.Length > MaxText)
            throw new SocketErrorException($"A message has at most {MaxText} characters.");
        lock (_lock)
        {
            var said = new Said(room.Name, Tick(), DateTimeOffset.UtcNow, who, text, Picture: jpeg is not null);
            var kept = new Kept(said, jpeg is null ? null : Pictures.Write(said.Id, jpeg));
            if (jpeg is not null && room.Past.Count(past => past.Picture is not null) == MaxPictures)
                room.Past = room.Past.RemoveAt(room.Past.FindIndex(past => past.Picture is not null));
            room.Past = room.Past.RemoveRange(0, Math.Max(0, room.Past.Count - MaxHistory + 1)).Add(kept);
            room.Messages += who is null ? 0 : 1;
            return kept;
        }
    }

    private List<Person> In(string name) => [.. _people.Values.Where(person => person.Rooms.Contains(name))];

    private Person Change(string who, Func<Person, Person> change)
    {
        lock (_lock)
        {
            var person = _people[who] = change(_people.GetValueOrDefault(who) ?? new(who, 0, 0, [])) with { Version = Tick() };
            if (person is { Devices: 0, Rooms.Count: 0 })
                _people.TryRemove(who, out _);
            return person;
        }
    }

    /// <summary>A number above every earlier one, also of an earlier run: microseconds, counted on if there are several in one.</summary>
    private long Tick() => _clock = Math.Max(_clock + 1, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1000);
}

/// <summary>A room, with the last of what was said in it.</summary>
internal sealed record Room(string Name)
{
    public ImmutableList<Kept> Past { get; set; } = [];
    public int Messages { get; set; }                                           // of people, since the room was made
    public Digest? LastDigest;
    public ConcurrentDictionary<string, Guid> Tickets { get; } = [];            // of those who wait for a summary
}

/// <summary>What was said, and the picture that goes with it, as the message it is sent in.</summary>
internal sealed record Kept(Said Said, byte[]? Picture);
