using QueueRun;

/// <summary>
/// The rooms, who is in them and what was said: kept in memory, forgotten when the program ends, and bounded in every direction.
/// Safe to use from any number of handlers at once.
/// </summary>
internal sealed class Rooms
{
    private const int MaxRooms = 50;
    private const int MaxMembers = 200;
    private const int MaxHistory = 50;
    private const int MaxPictures = 5;
    private const int MaxText = 1000;
    private const int MaxSpeakers = 10;     // whom a digest may name

    private readonly Lock _lock = new();
    private readonly OrderedDictionary<string, Room> _rooms = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _online = [];
    private readonly Dictionary<string, HashSet<string>> _devices = [];
    private long _clock;
    private DateTimeOffset? _newsSince;

    public Rooms()
    {
        foreach (var name in new[] { "Lobby", "Kitchen", "Workshop" })
            _rooms.Add(name, new Room(name, Stays: true));
    }

    /// <summary>Which run of the program this is.</summary>
    public string Server { get; } = Guid.NewGuid().ToString();

    public IReadOnlyList<string> List()
    {
        lock (_lock)
            return [.. _rooms.Values.Select(room => room.Name)];
    }

    public IReadOnlyList<string> Everybody()
    {
        lock (_lock)
            return [.. _online];
    }

    /// <summary>Every room as it is, with its history where the person is a member. Each is looked at when its turn comes.</summary>
    public IEnumerable<(RoomState Room, Past? Past)> SeenBy(string who)
    {
        foreach (var name in List())
        {
            RoomState state;
            Past? past;
            lock (_lock)
            {
                if (!_rooms.TryGetValue(name, out var room))
                    continue;
                state = Look(room);
                past = room.Members.Contains(who) ? PastOf(room) : null;
            }
            yield return (state, past);
        }
    }

    /// <summary>Puts a person into a room, which is made where there is none.</summary>
    /// <returns>Whether the person was not in it yet, the rooms that everybody has to be shown, and what was said before.</returns>
    public (bool Entered, IReadOnlyList<RoomState> Changes, Past Past) Enter(string name, string who)
    {
        name = Names.Check(name, "room's name");
        lock (_lock)
        {
            List<RoomState> changes = [];
            if (!_rooms.TryGetValue(name, out var room))
            {
                MakePlaceForRoom(changes);
                _rooms.Add(name, room = new Room(name, Stays: false));
            }
            var enters = !room.Members.Contains(who);
            if (enters)
            {
                MakePlaceForMember(room);
                room.Members.Add(who);
            }
            changes.Add(Look(room));
            return (enters, changes, PastOf(room));
        }
    }

    /// <summary>Takes a person out of a room. One that people made goes with the last of them.</summary>
    public IReadOnlyList<RoomState> Leave(string name, string who)
    {
        lock (_lock)
        {
            var room = Find(name);
            Remove(room, who);
            if (room.Members.Count == 0 && !room.Stays)
                _rooms.Remove(room.Name);
            return [Look(room)];
        }
    }

    public (Kept Said, IReadOnlyList<string> Members) Say(string? name, string who, string? text)
    {
        lock (_lock)
            return Add(FindMine(name, who), who, Check(text));
    }

    public (Kept Said, IReadOnlyList<string> Members) Show(string name, string who, byte[] jpeg)
    {
        lock (_lock)
            return Add(FindMine(name, who), who, "", jpeg);
    }

    public (Kept Said, IReadOnlyList<string> Members) Announce(string name, string? text)
    {
        lock (_lock)
            return Add(Find(name), null, Check(text));
    }

    /// <summary>Announces in each room with members what there is to tell of those who spoke since the last time. Where nobody did, nothing.</summary>
    public IReadOnlyList<(Kept Said, IReadOnlyList<string> Members)> AnnounceNews(Func<News, string> tell)
    {
        lock (_lock)
        {
            List<(Kept, IReadOnlyList<string>)> announced = [];
            foreach (var room in _rooms.Values)
            {
                if (room.Members.Count > 0 && room.News > 0)
                    announced.Add(Add(room, null, tell(new(room.News, [.. room.Speakers], _newsSince))));
                room.News = 0;
                room.Speakers.Clear();
            }
            _newsSince = DateTimeOffset.UtcNow;
            return announced;
        }
    }

    /// <summary>Somebody asks for a summary.</summary>
    /// <returns>What was said, and a ticket: the same one until it is answered.</returns>
    public (Conversation Conversation, long Ticket) Ask(string name, string who)
    {
        lock (_lock)
        {
            var room = FindMine(name, who);
            if (room.Said.Count == 0)
                throw new SocketErrorException($"Nothing has been said in {room.Name} yet.");
            if (!room.Tickets.TryGetValue(who, out var ticket))
                room.Tickets[who] = ticket = Tick();
            return (new(room.Name, Server, [.. room.Said.Select(said => said.Message)]), ticket);
        }
    }

    public void Answered(string name, string who)
    {
        lock (_lock)
            _rooms.GetValueOrDefault(name)?.Tickets.Remove(who);
    }

    /// <summary>Whether somebody has gone out of a room since a run of the program: of an earlier one nothing is known.</summary>
    public bool HasLeft(string name, string who, string server)
    {
        lock (_lock)
            return server == Server && _rooms.GetValueOrDefault(name)?.Members.Contains(who) != true;
    }

    public IReadOnlyList<RoomState> Online(string who)
    {
        lock (_lock)
        {
            _online.Add(who);
            return RoomsOf(who);
        }
    }

    public IReadOnlyList<RoomState> Offline(string who)
    {
        lock (_lock)
        {
            _online.Remove(who);
            return RoomsOf(who);
        }
    }

    public void DeviceCame(string who, string device)
    {
        lock (_lock)
            (_devices.TryGetValue(who, out var devices) ? devices : _devices[who] = []).Add(device);
    }

    /// <summary>Whether it was there.</summary>
    public bool DeviceWent(string who, string device)
    {
        lock (_lock)
        {
            if (!_devices.TryGetValue(who, out var devices) || !devices.Remove(device))
                return false;
            if (devices.Count == 0)
                _devices.Remove(who);
            return true;
        }
    }

    public Devices DevicesOf(string who)
    {
        lock (_lock)
            return new(Tick(), Count(who));
    }

    /// <summary>The rooms of a person, as they are.</summary>
    public IReadOnlyList<RoomState> Of(string who)
    {
        lock (_lock)
            return RoomsOf(who);
    }

    private Room Find(string? name)
        => _rooms.TryGetValue(name ?? "", out var room) ? room : throw new SocketErrorException("There is no such room.");

    private Room FindMine(string? name, string who) => Find(name) is var room && room.Members.Contains(who)
        ? room
        : throw new SocketErrorException($"You are not in {room.Name}. Enter it first.");

    private static string Check(string? text) => (text?.Trim() ?? "") switch
    {
        { Length: 0 } => throw new SocketErrorException("There is nothing to say yet."),
        { Length: > MaxText } => throw new SocketErrorException($"A message has at most {MaxText} characters."),
        var checkedText => checkedText,
    };

    private (Kept Said, IReadOnlyList<string> Members) Add(Room room, string? who, string text, byte[]? jpeg = null)
    {
        var id = Tick();
        var message = new Said(room.Name, id, DateTimeOffset.UtcNow, who, text, Picture: jpeg is not null);
        var said = new Kept(message, jpeg is null ? null : Pictures.Write(id, jpeg));
        if (jpeg is not null && room.Said.Count(kept => kept.Picture is not null) == MaxPictures)
            room.Said.RemoveAt(room.Said.FindIndex(kept => kept.Picture is not null));
        if (room.Said.Count == MaxHistory)
            room.Said.RemoveAt(0);
        room.Said.Add(said);
        if (who is not null)
        {
            room.News++;
            if (room.Speakers.Count < MaxSpeakers && !room.Speakers.Contains(who))
                room.Speakers.Add(who);
        }
        return (said, [.. room.Members]);
    }

    private static Past PastOf(Room room) => new(
        new History(room.Name, [.. room.Said.Select(said => said.Message)]),
        [.. room.Said.Select(said => said.Picture).OfType<byte[]>()]);

    /// <summary>The rooms of a person, shown as changed: that is what going online and offline means to others.</summary>
    private IReadOnlyList<RoomState> RoomsOf(string who) => [.. _rooms.Values.Where(room => room.Members.Contains(who)).Select(Look)];

    private RoomState Look(Room room) => new(
        room.Name, Tick(), !_rooms.ContainsKey(room.Name), [.. room.Members.Select(name => new Member(name, _online.Contains(name), Count(name)))]);

    private int Count(string who) => _devices.TryGetValue(who, out var devices) ? devices.Count : 0;

    /// <summary>A room in which nobody is online has to go when the house is full.</summary>
    private void MakePlaceForRoom(List<RoomState> changes)
    {
        if (_rooms.Count < MaxRooms)
            return;
        var quiet = _rooms.Values.FirstOrDefault(room => !room.Stays && !room.Members.Any(_online.Contains))
            ?? throw new SocketErrorException($"There are {MaxRooms} rooms already. Enter one of them.");
        _rooms.Remove(quiet.Name);
        changes.Add(Look(quiet) with { Members = [] });
    }

    /// <summary>Who is away has to go when the room is full, the longest member first.</summary>
    private void MakePlaceForMember(Room room)
    {
        if (room.Members.Count < MaxMembers)
            return;
        var away = room.Members.FirstOrDefault(name => !_online.Contains(name))
            ?? throw new SocketErrorException($"{room.Name} is full.");
        Remove(room, away);
    }

    private static void Remove(Room room, string who)
    {
        room.Members.Remove(who);
        room.Tickets.Remove(who);
    }

    /// <summary>A number above every earlier one, also those of an earlier run: microseconds, counted on where there are several in one.</summary>
    private long Tick() => _clock = Math.Max(_clock + 1, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1000);

    private sealed record Room(string Name, bool Stays)
    {
        public List<string> Members { get; } = [];
        public List<Kept> Said { get; } = [];
        public Dictionary<string, long> Tickets { get; } = [];      // of members who wait for a summary
        public int News { get; set; }                               // how much was said since the last digest, and by whom
        public List<string> Speakers { get; } = [];
    }
}

/// <summary>What was said, and the picture that goes with it, as the message it is sent in.</summary>
internal sealed record Kept(Said Message, byte[]? Picture);

/// <summary>What was said in a room before, and the pictures that go with it.</summary>
internal sealed record Past(History History, IReadOnlyList<byte[]> Pictures);

/// <summary>How much was said in a room since a digest, and by whom; null is since the program began.</summary>
internal sealed record News(int Messages, IReadOnlyList<string> By, DateTimeOffset? Since);
