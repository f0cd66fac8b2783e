using System.Collections.Immutable;
using QueueRun;

/// <summary>
/// The rooms that there are, and who is in them, at one moment. A change makes another house, with a higher version; nobody waits to read.
/// </summary>
/// <param name="Server">Identifies what remembers it: this run of the program, or the data in Redis.</param>
/// <param name="Version">Rises with every change.</param>
/// <param name="Rooms">The rooms' names, to be found in any case.</param>
/// <param name="People">Everybody who is somewhere.</param>
internal sealed record House(string Server, long Version, ImmutableHashSet<string> Rooms, ImmutableDictionary<string, Places> People)
{
    /// <summary>Begins the name of a device's room. What people call a room never begins with a space: see Names.cs.</summary>
    private const string Device = " device ";

    public static readonly ImmutableArray<string> AlwaysOpen = ["Lobby", "Kitchen", "Workshop"];

    /// <summary>Without people: the first of a new server.</summary>
    public static House New() => new(Guid.NewGuid().ToString(), Now, AlwaysOpen.ToImmutableHashSet(StringComparer.OrdinalIgnoreCase), ImmutableDictionary<string, Places>.Empty);

    /// <summary>In microseconds, so that what is numbered by it has higher numbers after a restart, too.</summary>
    public static long Now => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1000;

    public static string DeviceOf(string connectionId) => Device + connectionId;

    public static bool IsDevice(string place) => place.StartsWith(Device, StringComparison.Ordinal);

    /// <summary>The room's name as it is written.</summary>
    public string Find(string? name) => Rooms.TryGetValue(name ?? "", out var room) ? room : throw new SocketErrorException("There is no such room.");

    /// <summary>The rooms that somebody is in.</summary>
    public IEnumerable<string> RoomsOf(string who) => People.GetValueOrDefault(who)?.Rooms ?? [];

    /// <summary>The people in a room.</summary>
    public IReadOnlyList<string> In(string room) => [.. People.Where(person => person.Value.All.Contains(room)).Select(person => person.Key)];

    public bool IsAway(string who) => People.GetValueOrDefault(who) is not { Devices: > 0 };

    /// <summary>All that is shown of a person.</summary>
    public Person Show(string who)
        => People.GetValueOrDefault(who) is { } places ? new(who, places.Version, places.Devices, [.. places.Rooms]) : new(who, Version, 0, []);

    /// <summary>The same house in which somebody has come to a place. Twice is once: a hook may be called again.</summary>
    public House Come(string who, string place) => Move(who, places => places.Contains(place) ? places : places.Add(place));

    /// <summary>The same house in which somebody has left a place.</summary>
    public House Go(string who, string place) => Move(who, places => places.Remove(place));

    private House Move(string who, Func<ImmutableArray<string>, ImmutableArray<string>> move)
    {
        var places = move(People.GetValueOrDefault(who)?.All ?? []);
        return this with { People = places.IsEmpty ? People.Remove(who) : People.SetItem(who, new(Version, places)) };
    }
}

/// <summary>Where somebody is: in rooms, and on devices, each of which is in a room of its own.</summary>
internal sealed record Places(long Version, ImmutableArray<string> All)
{
    public int Devices => All.Count(House.IsDevice);

    public IEnumerable<string> Rooms => All.Where(place => !House.IsDevice(place));
}
