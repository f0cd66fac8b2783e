using System.Globalization;
using QueueRun.Redis.Chaos.Node;
using QueueRun.Redis.Chaos.People;
using QueueRun.Redis.Store;
using StackExchange.Redis;

namespace QueueRun.Redis.Chaos.Checks;

/// <summary>Compares what Redis holds with the truth.</summary>
internal static class RecordCheck
{
    private const string Base = $"{{{NodeArguments.Prefix}}}:";

    public static async Task CheckAsync(RedisServer redis, IReadOnlyList<Person> people, int processes, Findings findings)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        var database = connection.GetDatabase();
        var records = (await database.HashGetAllAsync($"{Base}users")).ToDictionary(static entry => entry.Name.ToString(), static entry => entry.Value.ToString());
        foreach (var person in people)
        {
            int[] devices = [.. person.OpenDevices.GroupBy(static device => device.Process).Select(static group => group.Count()).Order()];
            if (!records.Remove(person.Name, out var text))
            {
                if (devices is not []) findings.Wrong("no record of a user who is there", person.Name);
                continue;
            }

            var record = UserRecord.Parse(text);
            if (devices is [])
            {
                findings.Wrong("a record of a user who is gone", $"{person.Name}: {text}");
                continue;
            }

            var isRight = record.IsOnline && record.IsTold && record.Counts.All(static count => count.Places == count.Devices)
                && record.Counts.Select(static count => count.Devices).Order().SequenceEqual(devices);
            if (!isRight) findings.Wrong("a wrong record", $"{person.Name}, devices {string.Join(' ', devices)}: {text}");
        }

        foreach (var (user, record) in records) findings.Wrong("a record of nobody", $"{user}: {record}");

        var living = (await database.SortedSetRangeByRankAsync($"{Base}processes")).Select(static id => id.ToString()).ToHashSet();
        if (living.Count != processes) findings.Wrong("processes in Redis", $"{living.Count}: {string.Join(' ', living)}");
        foreach (var dead in await database.SetMembersAsync($"{Base}dead")) findings.Wrong("left in Redis", $"dead {dead}");
        foreach (var process in await database.HashKeysAsync($"{Base}seq"))
        {
            if (!living.Contains(process.ToString())) findings.Wrong("left in Redis", $"seq of {process}");
        }

        if (people.Any(static person => person.OpenDevices is not [])) return;

        // Nobody is there: nothing of users and rooms may be left.
        var server = connection.GetServer(connection.GetEndPoints()[0]);
        string[] own = ["processes", "seq", "number", "generation", "program"];
        await foreach (var key in server.KeysAsync(pattern: "*"))
        {
            var name = key.ToString()[Base.Length..];
            if (own.Contains(name) || (name.StartsWith("s:", StringComparison.Ordinal) && living.Contains(name[2..]))) continue;

            findings.Wrong("left in Redis", string.Create(CultureInfo.InvariantCulture, $"{key}"));
        }
    }

    /// <summary>Compares what the processes say of rooms and of users with each other, and with the truth. Returns the members of each room.</summary>
    public static async Task<Dictionary<string, HashSet<string>>> CheckAnswersAsync(Trouble.NodeSlot[] nodes, IReadOnlyList<Person> people, Findings findings)
    {
        using var http = new HttpClient();
        Dictionary<string, HashSet<string>> members = [];
        for (var i = 0; i < Names.Rooms; i++)
        {
            var room = Names.Room(i);
            foreach (var node in nodes)
            {
                HashSet<string> answer = [.. await node.AskAsync(http, $"members/{room}")];
                if (members.TryAdd(room, answer)) continue;
                if (!members[room].SetEquals(answer)) findings.Wrong("processes name different members of a room", $"{room}: {string.Join(' ', answer)}, not {string.Join(' ', members[room])}");
            }

            foreach (var person in people.Where(static person => person.FinalRooms is not null && person.OpenDevices is not []))
            {
                if (person.FinalRooms![room] != members[room].Contains(person.Name)) findings.Wrong("wrong members of a room", $"{person.Name} is {(person.FinalRooms[room] ? "in" : "not in")} {room}");
            }

            foreach (var gone in people.Where(person => person.OpenDevices is [] && members[room].Contains(person.Name))) findings.Wrong("wrong members of a room", $"{gone.Name} is gone, and in {room}");
        }

        foreach (var node in nodes)
        {
            foreach (var some in people.Chunk(100))
            {
                HashSet<string> online = [.. await node.AskAsync(http, $"online/{string.Join(',', some.Select(static person => person.Name))}")];
                foreach (var person in some)
                {
                    if (online.Contains(person.Name) != person.OpenDevices is not []) findings.Wrong("OnlineAsync is wrong", $"{person.Name} has {person.OpenDevices.Length} devices; {node.Id} says {online.Contains(person.Name)}");
                }
            }
        }

        return members;
    }
}
