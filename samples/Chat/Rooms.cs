using QueueRun;

/// <summary>
/// The rules of the rooms: they are bounded in every direction, and who is away gives the place to who is here. Who receives a room's
/// messages, QueueRun knows. Safe to use from any number of handlers at once.
/// </summary>
internal sealed class Rooms(IMemory memory) : IDisposable
{
    private const int MaxRooms = 50;
    private const int MaxMembers = 200;
    private const int MaxText = 1000;

    private readonly SemaphoreSlim _changes = new(1);       // one after another, so that only other processes can come in between

    /// <summary>The house as it is now.</summary>
    public ValueTask<House> LookAsync() => memory.LookAsync();

    /// <summary>The last of what was said in a room, the oldest first.</summary>
    public ValueTask<IReadOnlyList<Kept>> PastAsync(string room) => memory.PastAsync(room);

    /// <summary>
    /// Finds a place in a room, which is made if there is none. In a full room, and in a full house, those who are away give their place to
    /// those who are here.
    /// </summary>
    /// <returns>The room's name, and who has to leave which room first.</returns>
    public Task<(string Room, IReadOnlyList<(string Who, string Room)> Leaving)> MakePlaceAsync(string name, string who, CancellationToken token)
    {
        name = Names.Check(name, "room's name");
        return ChangeAsync<(string, IReadOnlyList<(string, string)>)>(house =>
        {
            if (house.Rooms.TryGetValue(name, out var room))
            {
                var members = house.In(room);
                if (members.Count < MaxMembers || members.Contains(who))
                    return (house, (room, []));
                var away = members.FirstOrDefault(house.IsAway) ?? throw new SocketErrorException($"{room} is full.");
                return (house, (room, [(away, room)]));
            }
            if (house.Rooms.Count < MaxRooms)
                return (house with { Rooms = house.Rooms.Add(name) }, (name, []));
            var given = house.Rooms.Except(House.AlwaysOpen).FirstOrDefault(other => house.In(other).All(house.IsAway))
                ?? throw new SocketErrorException($"There are {MaxRooms} rooms already. Enter one of them.");
            return (house with { Rooms = house.Rooms.Remove(given).Add(name) }, (name, [.. house.In(given).Select(member => (member, given))]));
        }, token);
    }

    /// <summary>Somebody is in a room now, or on one more device; null if others were faster, and there is no place any more.</summary>
    public Task<Person?> CameAsync(string place, string who, CancellationToken token) => ChangeAsync<Person?>(house =>
    {
        if (!House.IsDevice(place) && !house.In(place).Contains(who))
        {
            if (house.Rooms.Contains(place) ? house.In(place).Count >= MaxMembers : house.Rooms.Count == MaxRooms)
                return (house, null);
            house = house with { Rooms = house.Rooms.Add(place) };
        }
        house = house.Come(who, place);
        return (house, house.Show(who));
    }, token);

    /// <summary>Somebody is not in a room any more, or on one device less. A room that people made goes with the last of them.</summary>
    public Task<Person> WentAsync(string place, string who, CancellationToken token) => ChangeAsync(house =>
    {
        house = house.Go(who, place);
        if (house.In(place).Count == 0 && !House.AlwaysOpen.Contains(place))
            house = house with { Rooms = house.Rooms.Remove(place) };
        return (house, house.Show(who));
    }, token);

    /// <summary>Keeps what somebody says or shows in a room. Nobody makes an announcement.</summary>
    public ValueTask<Kept> AddAsync(string room, string? who, string? text, byte[]? jpeg = null)
    {
        text = text?.Trim() ?? "";
        if (text.Length == 0 && jpeg is null)
            throw new SocketErrorException("There is nothing to say yet.");
        if (text.Length > MaxText)
            throw new SocketErrorException($"A message has at most {MaxText} characters.");
        return memory.KeepAsync(new Said(room, 0, DateTimeOffset.UtcNow, who, text, Picture: jpeg is not null), jpeg);
    }

    public void Dispose() => _changes.Dispose();

    /// <summary>Changes the house as it is then: once more if another process has changed it meanwhile.</summary>
    private async Task<T> ChangeAsync<T>(Func<House, (House House, T Result)> change, CancellationToken token)
    {
        await _changes.WaitAsync(token);
        try
        {
            while (true)
            {
                var before = await memory.LookAsync();
                var (after, result) = change(before with { Version = Math.Max(before.Version + 1, House.Now) });
                if (await memory.TryChangeAsync(before, after))
                    return result;
            }
        }
        finally
        {
            _changes.Release();
        }
    }
}
