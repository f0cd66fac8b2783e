using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using QueueRun.Redis.Store;
using StackExchange.Redis;

namespace QueueRun.Redis.Tests.Simulation;

/// <summary>
/// The fake Redis of the simulation follows the scripts: the same random commands have the same replies, publish the same messages, and leave
/// the same records. Numbers are compared by their order, because each side has a clock of its own.
/// </summary>
public sealed class DifferentialTests : IAsyncLifetime
{
    private const int Commands = 400;

    private static readonly string[] s_processes = ["p0", "p1", "p2"];
    private static readonly string[] s_users = ["ann", "bob", "eve", "zoë"];
    private static readonly string[] s_rooms = ["one", "two", "three"];

    private RedisServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RedisServer.StartAsync();

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(1, false, false)]
    [InlineData(2, true, false)]
    [InlineData(3, false, true)]
    [InlineData(4, true, true)]
    [InlineData(5, false, false)]
    [InlineData(6, true, false)]
    public async Task The_fake_has_the_replies_of_the_scripts(int seed, bool delays, bool isUntold)
    {
        var settings = new StoreSettings($"seed{seed}", TimeSpan.FromMinutes(10), 1000, delays, isUntold, HasRoomHooks: true, "one");
        await using var connection = await ConnectionMultiplexer.ConnectAsync(_server.Configuration);
        await using var real = new RedisStore(() => Task.FromResult<IConnectionMultiplexer>(connection), settings, NullLogger<RedisStore>.Instance) { OwnsConnection = false };
        await using var stranger = new RedisStore(() => Task.FromResult<IConnectionMultiplexer>(connection), settings with { Program = "other" }, NullLogger<RedisStore>.Instance) { OwnsConnection = false };
        var time = 1_000_000L * 1_767_225_600;
        var fake = new FakeRedis(settings, () => time += 10, static () => 1000);
        var pair = new Pair(real, stranger, fake, connection.GetDatabase(), settings, new(seed));
        for (var i = 0; i < Commands; i++) await pair.StepAsync();
        Assert.True(pair.Kinds >= 15, $"only {pair.Kinds} kinds of commands");
    }

    /// <summary>The two directories, and what is known of their numbers.</summary>
    private sealed class Pair(RedisStore real, RedisStore stranger, FakeRedis fake, IDatabase database, StoreSettings settings, Random random)
    {
        private readonly List<string> _done = [];
        private readonly HashSet<int> _kinds = [];
        private readonly Dictionary<string, long> _seen = [];
        private bool _hasReaped;
        private readonly Dictionary<string, List<(long Real, long Fake)>> _numbers = s_users.ToDictionary(static user => user, static _ => new List<(long, long)> { (0, 0) });

        public int Kinds => _kinds.Count;

        public async Task StepAsync()
        {
            var me = s_processes[random.Next(s_processes.Length)];
            var user = s_users[random.Next(s_users.Length)];
            var room = s_rooms[random.Next(s_rooms.Length)];
            string[] some = [.. s_users.Where(_ => random.Next(2) == 0).DefaultIfEmpty(user)];
            string[] rooms = [.. s_rooms.Where(_ => random.Next(2) == 0).DefaultIfEmpty(room)];
            var isWhole = random.Next(2) == 0;
            var mark = isWhole ? "u" : me;
            var kind = random.Next(25);
            _kinds.Add(kind);
            switch (kind)
            {
                case 0:
                    if (fake.Processes.Contains(me)) break; // ids are never used again
                    var known = random.Next(6) switch { 0 => "other", 1 => null, _ => "first" };
                    var (store, program) = random.Next(4) == 0 ? (stranger, "other") : (real, "one");
                    await CompareAsync(
                        $"beat new {me} {known} {program}", async () => Show(await store.BeatAsync(me, known, "first", true)), () => Show(fake.Beat(me, known, "first", true, program)));
                    break;
                case 1:
                    await CompareAsync($"beat {me}", async () => Show(await real.BeatAsync(me, "first", "first", false)), () => Show(fake.Beat(me, "first", "first", false)));
                    break;
                case < 8:
                    var places = random.Next(4);
                    var counts = new UserCounts(
                        user, places, random.Next(places + 1), random.Next(3) == 0 ? 4 : 0, null, 0, random.Next(2) == 0 ? [(byte)random.Next(256)] : null,
                        AsksRooms: random.Next(4) == 0, IsDoubtful: random.Next(4) == 0);
                    var (told, number) = (random.Next(3) switch { 0 => true, 1 => false, _ => (bool?)null }, AnyNumber(user));
                    await CompareAsync(
                        $"set {me} {counts} told {told}",
                        async () => Show((await real.SetAsync(me, [counts with { ToldOnline = told, ToldNumber = number.Real }]))[0], user, isReal: true),
                        () => Show(fake.Set(me, [counts with { ToldOnline = told, ToldNumber = number.Fake }])[0], user, isReal: false));
                    break;
                case < 11:
                    var (state, of) = (random.Next(2) == 0, AnyNumber(user));
                    await CompareAsync(
                        $"told {me} {user} {state}",
                        async () => Show(await real.ToldAsync(me, user, state, of.Real), user, true), () => Show(fake.Told(me, user, state, of.Fake), user, false));
                    break;
                case < 13:
                    of = AnyNumber(user);
                    await CompareAsync($"gone {me} {user}", async () => Show(await real.GoneAsync(me, user, of.Real), user, true), () => Show(fake.Gone(me, user, of.Fake), user, false));
                    break;
                case 13:
                    if (IsResigningAmbiguous(me, user)) break;
                    await CompareAsync($"resign {me} {user}", async () => await real.ResignAsync(me, user) ?? "none", () => fake.Resign(me, user) ?? "none");
                    break;
                case 14:
                    await CompareAsync($"forget rooms {me} {user}", async () => Show(await real.ForgetRoomsAsync(me, user)), () => Show(fake.ForgetRooms(me, user)));
                    break;
                case 15:
                    var trace = Encoding.UTF8.GetBytes(isWhole ? "trace" : "");
                    await CompareAsync(
                        $"send {me} {string.Join(' ', some)}",
                        async () => Show(await real.SendAsync(me, 'S', Encoding.UTF8.GetBytes("tail"), trace, some)), () => Show(fake.Send(me, 'S', "tail"u8, trace, some)));
                    break;
                case 16:
                    var to = random.Next(3) == 0 ? null : room;
                    trace = Encoding.UTF8.GetBytes(isWhole ? "trace" : "");
                    await CompareAsync($"send {me} to room {to}", async () => await DoneAsync(real.SendToRoomAsync(me, 'R', Encoding.UTF8.GetBytes("tail"), trace, to)), () =>
                    {
                        fake.SendToRoom(me, 'R', "tail"u8, trace, to);
                        return "done";
                    });
                    break;
                case 17 or 18:
                    await CompareAsync(
                        $"enter {me} {room} {mark} {string.Join(' ', some)}",
                        async () => $"{await real.EnterAsync(me, room, isWhole, 2, some)}", () => $"{fake.Enter(me, room, mark, 2, some)}");
                    break;
                case 19:
                    await CompareAsync($"exit {me} {room} {mark} {string.Join(' ', some)}", async () => await DoneAsync(real.ExitAsync(me, room, isWhole, some)), () =>
                    {
                        fake.Exit(me, room, mark, some);
                        return "done";
                    });
                    break;
                case 20:
                    await CompareAsync($"routes of {me} {string.Join(' ', rooms)}", async () => await DoneAsync(real.AddRoutesAsync(me, rooms)), () =>
                    {
                        fake.AddRoutes(me, rooms);
                        return "done";
                    });
                    break;
                case 21:
                    var last = random.Next(2) == 0 ? fake.Replay(me, 0) is [.., var newest] ? newest.Number : 0 : random.Next(3);
                    await CompareAsync($"no routes of {me} {string.Join(' ', rooms)}", async () => $"{await real.RemoveRoutesAsync(me, last, rooms)}", () => $"{fake.RemoveRoutes(me, last, rooms)}");
                    break;
                case 22:
                    await KillAsync(me, s_processes[random.Next(s_processes.Length)]);
                    break;
                case 24:
                    await CompareAsync($"told rooms {me} {user} {isWhole}", async () => await DoneAsync(real.ToldRoomsAsync(me, user, isWhole, rooms)), () =>
                    {
                        fake.ToldRooms(user, isWhole, rooms);
                        return "done";
                    });
                    await CompareAsync($"rooms of {user}", async () => Show(await real.RoomsOfAsync(user)), () => Show(fake.RoomsOf(user)));
                    break;
                case 23:
                    var isClean = random.Next(2) == 0;
                    if (random.Next(3) != 0) break;
                    await CompareAsync($"quit {me} {isClean}", async () => await DoneAsync(real.QuitAsync(me, isClean)), () =>
                    {
                        fake.Quit(me, isClean);
                        return "done";
                    });
                    if (!isClean) await ReapAsync(s_processes.FirstOrDefault(process => fake.Processes.Contains(process)) ?? me, me);
                    break;
            }

            await CompareStateAsync();
        }

        private static async Task<string> DoneAsync(Task task)
        {
            await task;
            return "done";
        }

        private static string Show(Beat beat) => $"{beat.Generation} {beat.LastMessage} {beat.Repair > TimeSpan.Zero} {beat.Processes} {beat.IsLate} [{string.Join(' ', beat.Expired)}] [{string.Join(' ', beat.Dead.Order(StringComparer.Ordinal))}]";

        private static string Show((IReadOnlyList<string> In, IReadOnlyList<string> Told) rooms) => $"{Show(rooms.In)}, told {Show(rooms.Told)}";

        private static string Show(IReadOnlyList<string>? texts) => texts is null ? "null" : string.Join(' ', texts.Order(StringComparer.Ordinal));

        private static string Show(SendReply reply) => $"{reply.IsRepairing} {string.Join(' ', reply.Found)}";

        private bool IsResigningAmbiguous(string me, string user)
        {
            var others = s_processes.Where(process => process != me && fake.Processes.Contains(process)).ToArray();
            var having = others.Count(process => fake.Users.TryGetValue(user, out var r) && r.At.TryGetValue(process, out var counts) && counts.Devices > 0);
            return having > 1 || (having == 0 && others.Length > 1);
        }

        private (long Real, long Fake) AnyNumber(string user)
        {
            var numbers = _numbers[user];
            return numbers[Math.Max(0, numbers.Count - 1 - random.Next(4))];
        }

        /// <summary>The lease of a process ends, and another one buries it and clears it away.</summary>
        private async Task KillAsync(string me, string other)
        {
            if (me == other || !fake.Processes.Contains(other) || !fake.Processes.Contains(me)) return;

            _done.Add($"{other} expires");
            await database.SortedSetAddAsync($"{{{settings.Prefix}}}:processes", other, 0);
            fake.Expire(other);
            await CompareAsync($"beat {me}", async () => Show(await real.BeatAsync(me, "first", "first", false)), () => Show(fake.Beat(me, "first", "first", false)));
            await CompareAsync($"bury {me} {other}", async () => await DoneAsync(real.BuryAsync(me, other)), () =>
            {
                fake.Bury(me, other);
                return "done";
            });
            await ReapAsync(me, other);
        }

        private async Task ReapAsync(string me, string dead)
        {
            _hasReaped = true;
            var isAgain = random.Next(2) == 0;
            foreach (var atRooms in new[] { false, true })
            {
                await CompareAsync(
                    $"reap {me} {dead} {atRooms}",
                    async () => Show(await real.ReapAsync(me, dead, new(atRooms, 0), isAgain), isReal: true), () =>
                    {
                        var reply = fake.Reap(me, dead, new(atRooms, 0), isAgain);
                        if (atRooms && reply.Next is { } next) fake.Reap(me, dead, next, isAgain);
                        return Show(reply, isReal: false);
                    });
            }
        }

        private async Task CompareAsync(string command, Func<Task<string>> askReal, Func<string> askFake)
        {
            string one, other;
            try
            {
                one = await askReal();
            }
            catch (FencedException)
            {
                one = "fenced";
            }
            catch (PrefixTakenException error)
            {
                one = error.Message;
            }

            try
            {
                other = askFake();
            }
            catch (FencedException)
            {
                other = "fenced";
            }
            catch (PrefixTakenException error)
            {
                other = error.Message;
            }

            _done.Add($"{command}: {other}");
            AssertEqual(one, other);
        }

        private void AssertEqual(string one, string other) => Assert.True(one == other, $"scripts: {one}\nfake:    {other}\nafter\n{string.Join('\n', _done)}");

        private string Show(ReapReply reply, bool isReal)
            => string.Join(", ", reply.Adopted.OrderBy(static adopted => adopted.UserId, StringComparer.Ordinal).Select(adopted => $"{adopted.UserId} {Show(adopted.Record, adopted.UserId, isReal)}"));

        private string Show(SetReply reply, string user, bool isReal)
            => reply.IsFull ? "full" : $"{Show(reply.Record, user, isReal)} {string.Join(' ', reply.Rooms.Order(StringComparer.Ordinal))}";

        // The scripts' side is asked first: a number that is new there is paired with the fake's.
        private string Show(UserRecord? record, string user, bool isReal)
        {
            if (record is null) return "none";

            var numbers = string.Join(' ', new[] { record.Number, record.Flip, record.ToldNumber }.Select(number => RankOf(user, number, isReal)));
            return $"{numbers} {record.Home} {record.IsOnline} {record.ToldOnline} {string.Join(' ', record.Counts.Select(static count => $"{count.Process}={count.Places}.{count.Devices}"))}";
        }

        private int RankOf(string user, long number, bool isReal)
        {
            var numbers = _numbers[user];
            var rank = numbers.FindIndex(pair => (isReal ? pair.Real : pair.Fake) == number);
            if (rank >= 0) return rank;

            if (isReal)
            {
                numbers.Add((number, -1));
                return numbers.Count - 1;
            }

            rank = numbers.FindIndex(static pair => pair.Fake == -1);
            Assert.True(rank > 0, $"a new number of the fake alone, after\n{string.Join('\n', _done)}");
            numbers[rank] = (numbers[rank].Real, number);
            return rank;
        }

        private async Task CompareStateAsync()
        {
            var key = $"{{{settings.Prefix}}}:";
            var records = await real.WhereAsync(s_users);
            for (var i = 0; i < s_users.Length; i++)
            {
                var record = fake.Where([s_users[i]])[0];
                AssertEqual(Show(records[i], s_users[i], isReal: true), Show(record, s_users[i], isReal: false));
                AssertEqual(Convert.ToHexString(await real.UserJsonAsync(s_users[i]) ?? []), Convert.ToHexString(fake.UserJson(s_users[i]) ?? []));
            }

            foreach (var room in s_rooms) AssertEqual(Show(await real.MembersAsync(room)), Show(fake.Members(room)));
            foreach (var process in s_processes)
            {
                // The new messages. A slice is cleared in any order of its users.
                var seen = _seen.GetValueOrDefault(process);
                var (sent, fakes) = (await real.ReplayAsync(process, 0), fake.Replay(process, 0));
                AssertEqual($"{sent.Count} {(sent is [.., var one] ? one.Number : 0)}", $"{fakes.Count} {(fakes is [.., var other] ? other.Number : 0)}");
                AssertEqual(ShowAll(sent, isReal: true), ShowAll(fakes, isReal: false));
                _seen[process] = fakes is [.., var newest] ? newest.Number : 0;

                string ShowAll(IReadOnlyList<InboundMessage> messages, bool isReal)
                {
                    var shown = messages.Where(message => message.Number > seen).Select(message => Show(message, isReal));
                    return string.Join(", ", _hasReaped ? shown.Order(StringComparer.Ordinal) : shown);
                }
            }

            _hasReaped = false;
            var routes = (await database.HashGetAllAsync(key + "rooms")).Select(static entry => $"{entry.Name}:{Sorted($"{entry.Value}".Split(';', StringSplitOptions.RemoveEmptyEntries))}");
            var faked = fake.Leftovers().Where(static left => left.StartsWith("room ", StringComparison.Ordinal)).Select(static left => left["room ".Length..].Split(" of "));
            AssertEqual(Show([.. routes]), Show([.. faked.Select(static room => $"{room[0]}:{Sorted(room[1].Split(' '))}")]));

            // A script adds processes in any order.
            static string Sorted(string[] processes) => string.Join(' ', processes.Order(StringComparer.Ordinal));
        }

        private string Show(InboundMessage message, bool isReal)
        {
            var kind = (char)message.Body.Span[1];
            if (kind is not ('U' or 'T')) return Convert.ToHexString(message.Body.Span);

            var parser = new Cluster.MessageParser(message.Body.Span[2..]);
            var user = parser.Text();
            var shown = Show(UserRecord.Parse(parser.Text()), user, isReal);
            return $"{kind} {user} {shown}";
        }
    }
}
