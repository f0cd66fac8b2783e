using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Options;
using QueueRun;
using StackExchange.Redis;

/// <summary>
/// Remembers in Redis, for all processes of the program. The house is one hash: its version, the rooms, and each person's places. Who
/// changes it has read a version, and writes only if it still is that one. What was said in a room is ordered by its id. Values are lines of
/// text: no name contains a control character.
/// </summary>
internal sealed class RedisMemory(IConnectionMultiplexer redis, IOptions<RedisOptions> options) : IMemory
{
    // Fields of the house, beside those of people: no name begins with a space.
    private const string Server = " server";
    private const string Version = " version";
    private const string Room = " room ";

    // The braces keep all keys in one slot of a Redis Cluster, as a transaction needs them.
    private readonly string _prefix = $"{{{options.Value.Prefix}.rooms}}:";
    private House? _last;

    private IDatabase Database => redis.GetDatabase();
    private RedisKey HouseKey => _prefix + "house";
    private RedisKey IdKey => _prefix + "id";

    public async ValueTask<House> LookAsync()
    {
        if (_last is { } last && (long?)await Database.HashGetAsync(HouseKey, Version) == last.Version)
            return last;
        var fields = await Database.HashGetAllAsync(HouseKey);
        if (fields.Length == 0)
        {
            var first = House.New();
            await TryChangeAsync(first with { Version = 0, Rooms = first.Rooms.Clear() }, first);       // unless another process is faster
            fields = await Database.HashGetAllAsync(HouseKey);
        }
        return _last = Read(fields.ToDictionary(field => (string)field.Name!, field => (string)field.Value!));
    }

    public async ValueTask<bool> TryChangeAsync(House before, House after)
    {
        var (made, gone) = (after.Rooms.Except(before.Rooms), before.Rooms.Except(after.Rooms));
        var moved = after.People.Where(person => before.People.GetValueOrDefault(person.Key) != person.Value);
        var change = Database.CreateTransaction();
        change.AddCondition(before.Version == 0 ? Condition.HashNotExists(HouseKey, Version) : Condition.HashEqual(HouseKey, Version, before.Version));
        _ = change.HashDeleteAsync(HouseKey, [.. gone.Select(room => (RedisValue)(Room + room)), .. before.People.Keys.Except(after.People.Keys).Select(who => (RedisValue)who)]);
        _ = change.HashSetAsync(HouseKey,
        [
            new(Server, after.Server), new(Version, after.Version), .. made.Select(room => new HashEntry(Room + room, "")),
            .. moved.Select(person => new HashEntry(person.Key, Write(person.Value))),
        ]);
        _ = change.KeyDeleteAsync([.. made.Union(gone).SelectMany(room => new[] { PastKey(room), PicturesKey(room), NotesKey(room) })]);
        if (!await change.ExecuteAsync())
            return false;
        _last = after;
        return true;
    }

    public async ValueTask<Kept> KeepAsync(Said said, byte[]? jpeg)
    {
        // The first number is the time: so ids rise even if Redis has lost the last one.
        _ = Database.StringSetAsync(IdKey, House.Now, when: When.NotExists, flags: CommandFlags.FireAndForget);
        var id = await Database.StringIncrementAsync(IdKey);
        var kept = new Kept(said with { Id = id }, jpeg is null ? null : Pictures.Write(id, jpeg));
        var keeping = Database.CreateTransaction();
        Keep(PastKey(said.Room), Write(kept.Said), IMemory.MaxHistory);
        if (kept.Picture is not null)
            Keep(PicturesKey(said.Room), kept.Picture, IMemory.MaxPictures);
        if (said.From is not null)
            _ = keeping.HashIncrementAsync(NotesKey(said.Room), "messages");
        await keeping.ExecuteAsync();
        return kept;

        void Keep(RedisKey key, RedisValue value, int max)
        {
            _ = keeping.SortedSetAddAsync(key, value, id);
            _ = keeping.SortedSetRemoveRangeByRankAsync(key, 0, -max - 1);
        }
    }

    public async ValueTask<IReadOnlyList<Kept>> PastAsync(string room)
    {
        var (past, found) = (Database.SortedSetRangeByRankAsync(PastKey(room)), Database.SortedSetRangeByRankWithScoresAsync(PicturesKey(room)));
        var pictures = (await found).ToDictionary(picture => (long)picture.Score, picture => (byte[])picture.Element!);
        return [.. (await past).Select(said => ReadSaid(room, ((string)said!).Split('\n', 5)))
            .Select(said => new Kept(said, pictures.GetValueOrDefault(said.Id)))
            .Where(kept => !kept.Said.Picture || kept.Picture is not null)];
    }

    public async ValueTask<(int Messages, Digest? Last)> BeginDigestAsync(string room, DateTimeOffset at)
    {
        var messages = (int)await Database.HashGetAsync(NotesKey(room), "messages");
        var exchange = Database.CreateTransaction();
        var last = exchange.HashGetAsync(NotesKey(room), "digest");
        _ = exchange.HashSetAsync(NotesKey(room), "digest", $"{messages}\n{at:O}");
        await exchange.ExecuteAsync();
        return (messages, ((string?)await last)?.Split('\n') is [var before, var when] ? new(int.Parse(before, CultureInfo.InvariantCulture), ReadTime(when)) : null);
    }

    public async ValueTask<string> TicketAsync(string room, string who)
    {
        var ticket = Guid.NewGuid().ToString();
        return await Database.HashSetAsync(NotesKey(room), $"ticket {who}", ticket, When.NotExists)
            ? ticket : (string?)await Database.HashGetAsync(NotesKey(room), $"ticket {who}") ?? ticket;
    }

    public async ValueTask AnsweredAsync(string room, string who) => await Database.HashDeleteAsync(NotesKey(room), $"ticket {who}");

    private RedisKey PastKey(string room) => $"{_prefix}past:{room}";
    private RedisKey PicturesKey(string room) => $"{_prefix}pictures:{room}";
    private RedisKey NotesKey(string room) => $"{_prefix}notes:{room}";

    private static House Read(Dictionary<string, string> fields) => new(
        fields[Server],
        long.Parse(fields[Version], CultureInfo.InvariantCulture),
        fields.Keys.Where(field => field.StartsWith(Room, StringComparison.Ordinal)).Select(field => field[Room.Length..])
            .ToImmutableHashSet(StringComparer.OrdinalIgnoreCase),
        fields.Where(field => !field.Key.StartsWith(' ')).ToImmutableDictionary(field => field.Key, field => ReadPlaces(field.Value.Split('\n'))));

    private static string Write(Places places) => string.Join('\n', [$"{places.Version}", .. places.All]);

    private static Places ReadPlaces(string[] lines) => new(long.Parse(lines[0], CultureInfo.InvariantCulture), [.. lines[1..]]);

    private static string Write(Said said) => $"{said.Id}\n{said.At:O}\n{said.Picture}\n{said.From}\n{said.Text}";

    private static Said ReadSaid(string room, string[] lines) => new(
        room, long.Parse(lines[0], CultureInfo.InvariantCulture), ReadTime(lines[1]), lines[3].Length > 0 ? lines[3] : null, lines[4], bool.Parse(lines[2]));

    private static DateTimeOffset ReadTime(string text) => DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture);
}
