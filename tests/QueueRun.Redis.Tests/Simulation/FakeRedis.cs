using System.Buffers.Binary;
using System.Text;
using QueueRun.Redis.Store;

namespace QueueRun.Redis.Tests.Simulation;

/// <summary>
/// The directory's commands, by the same rules as the scripts, on a clock that the test sets. <c>DifferentialTests</c> compares it with
/// the scripts. Rooms are in the other part of this class.
/// </summary>
/// <param name="settings">The program's settings.</param>
/// <param name="now">The time, in microseconds.</param>
/// <param name="slice">How many records a slice of <see cref="Reap"/> has.</param>
internal sealed partial class FakeRedis(StoreSettings settings, Func<long> now, Func<int> slice)
{
    private readonly List<string> _cursors = [];
    private Data _data = new();

    /// <summary>What Redis loses when it restarts empty.</summary>
    private sealed class Data
    {
        public SortedDictionary<string, FakeRecord> Users { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, long> Processes { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, long> Seqs { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, FakeStream> Streams { get; } = new(StringComparer.Ordinal);

        public SortedSet<string> Dead { get; } = new(StringComparer.Ordinal);

        public SortedDictionary<string, List<string>> Rooms { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, SortedDictionary<string, List<string>>> RoomsOf { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, SortedSet<string>> ToldRoomsOf { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, byte[]> Json { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, SortedSet<string>> Members { get; } = new(StringComparer.Ordinal);

        public string? Generation { get; set; }

        public string? Program { get; set; }

        public long LostUntil { get; set; } = long.MinValue;

        public long YoungUntil { get; set; } = long.MinValue;

        public long Number { get; set; }
    }

    /// <summary>The messages to a process that are kept.</summary>
    private sealed class FakeStream
    {
        public List<InboundMessage> Entries { get; } = [];

        public long Expires { get; set; } = long.MaxValue;
    }

    /// <summary>A message is published to the channel of a process.</summary>
    public Action<string, InboundMessage> Published { get; set; } = static (_, _) => { };

    public IReadOnlyDictionary<string, FakeRecord> Users => _data.Users;

    /// <summary>All that is left, apart from users; empty if only living processes have left something.</summary>
    public IEnumerable<string> Leftovers()
    {
        foreach (var dead in _data.Dead) yield return $"dead {dead}";
        foreach (var process in _data.Seqs.Keys.Where(process => !Lives(process))) yield return $"seq of {process}";
        foreach (var process in _data.Streams.Keys.Where(process => !Lives(process) && _data.Streams[process].Expires > Milliseconds)) yield return $"stream of {process}";
        foreach (var room in _data.Rooms) yield return $"room {room.Key} of {string.Join(' ', room.Value)}";
        foreach (var user in _data.RoomsOf) yield return $"rooms of {user.Key}";
        foreach (var user in _data.ToldRoomsOf) yield return $"told rooms of {user.Key}";
        foreach (var user in _data.Json.Keys) yield return $"JSON of {user}";
        foreach (var room in _data.Members) yield return $"members of {room.Key}";
    }

    public IEnumerable<string> Processes => _data.Processes.Keys;

    private long Milliseconds => now() / 1000;

    private bool IsLost => _data.LostUntil > Milliseconds;

    private bool IsYoung => IsLost || _data.YoungUntil > Milliseconds;

    /// <summary>Redis restarts without data.</summary>
    public void Clear() => _data = new();

    /// <summary>The lease of a process is over.</summary>
    public void Expire(string process) => _data.Processes[process] = 0;

    public IReadOnlyList<InboundMessage> Replay(string process, long from)
        => StreamOf(process) is { } stream ? [.. stream.Entries.Where(entry => entry.Number >= from)] : [];

    public Beat Beat(string me, string? known, string fresh, bool isNew, string program = "")
    {
        var lease = (long)settings.LeaseTime.TotalMilliseconds;
        if (isNew && program is not "")
        {
            if (_data.Program is { } other && other != program && _data.Processes.Values.Any(end => end >= Milliseconds)) throw new PrefixTakenException(settings.Prefix, program, other);

            _data.Program = program;
        }

        if (_data.Generation is null) (_data.Generation, _data.YoungUntil) = (fresh, Milliseconds + lease);
        var (generation, isLate) = (_data.Generation, false);
        if (isNew)
        {
            _data.Seqs[me] = 0;
            if (known is not null && known != generation) (isLate, _data.LostUntil) = (!IsYoung, Milliseconds + lease);
        }
        else if (!Lives(me))
        {
            throw new FencedException();
        }

        _data.Processes[me] = Milliseconds + lease;
        if (StreamOf(me) is { } stream) stream.Expires = Milliseconds + (lease * 2);
        var repair = IsLost ? _data.LostUntil - Milliseconds : -2;
        return new(
            generation, _data.Seqs[me], TimeSpan.FromMilliseconds(repair), _data.Processes.Count, isLate,
            [.. ByLease().Where(process => _data.Processes[process] < Milliseconds)], [.. _data.Dead]);
    }

    public IReadOnlyList<SetReply> Set(string me, IReadOnlyList<UserCounts> users)
    {
        Fence(me);
        return [.. users.Select(user => Set(me, user))];
    }

    public UserRecord? Told(string me, string user, bool isOnline, long number)
    {
        if (!_data.Users.TryGetValue(user, out var r)) return null;

        if (number > r.ToldNumber)
        {
            (r.Told, r.ToldNumber) = (isOnline ? '1' : '0', number);
            foreach (var process in r.At.Keys)
            {
                if (process != me && process != r.Home && Lives(process)) Deliver(process, 'T', Text(user), Text(r.ToString()));
            }

            if (r.Home != me && Lives(r.Home)) Deliver(r.Home, 'T', Text(user), Text(r.ToString()));
        }

        return Write(me, user, r, isUntold: false);
    }

    public UserRecord? Gone(string me, string user, long number)
    {
        Fence(me);
        if (!_data.Users.TryGetValue(user, out var r)) return null;

        if (r.Home == me && r.Number == number && r.IsOnline && r.Devices == 0)
        {
            r.Number = r.Flip = NextNumber();
            r.IsOnline = false;
            if (settings.IsUntold) (r.Told, r.ToldNumber) = ('0', r.Number);
        }

        return Write(me, user, r, settings.IsUntold);
    }

    public string? Resign(string me, string user)
    {
        Fence(me);
        if (!_data.Users.TryGetValue(user, out var r) || r.Home != me || !r.IsOnline || !r.ToRecord().IsTold) return null;

        var to = r.At.LastOrDefault(at => at.Key != me && at.Value.Devices > 0 && Lives(at.Key)).Key ?? Others(me).FirstOrDefault();
        if (to is null) return null;

        (r.Home, r.Number) = (to, NextNumber());
        TellHome(me, user, r, Write(me, user, r, isUntold: false));
        return to;
    }

    public IReadOnlyList<UserRecord?> Where(IReadOnlyList<string> users)
        => [.. users.Select(user => _data.Users.TryGetValue(user, out var r) ? r.ToRecord() : null)];

    public byte[]? UserJson(string user) => _data.Json.GetValueOrDefault(user);

    public SendReply Send(string me, char kind, ReadOnlySpan<byte> tail, ReadOnlySpan<byte> trace, IReadOnlyList<string> users)
    {
        Fence(me);
        SortedDictionary<string, List<byte>> at = new(StringComparer.Ordinal);
        List<int> found = [];
        List<int> nowhere = [];
        for (var i = 0; i < users.Count; i++)
        {
            var isFound = false;
            foreach (var (process, counts) in _data.Users.TryGetValue(users[i], out var r) ? r.At.AsEnumerable() : [])
            {
                if (process == me || counts.Devices == 0 || !Lives(process)) continue;

                if (!at.TryGetValue(process, out var indexes)) at[process] = indexes = [];
                indexes.Add((byte)i);
                isFound = true;
            }

            (isFound ? found : nowhere).Add(i);
        }

        if (IsLost && nowhere.Count > 0)
        {
            foreach (var process in Others(me))
            {
                if (!at.TryGetValue(process, out var indexes)) at[process] = indexes = [];
                indexes.AddRange(nowhere.Select(i => (byte)i));
            }
        }

        foreach (var (process, indexes) in at) DeliverSent(process, trace, kind, [(byte)indexes.Count, .. indexes], tail);
        return new(IsLost, found);
    }

    public void Bury(string me, string other)
    {
        Fence(me);
        if (!_data.Processes.TryGetValue(other, out var end) || end >= Milliseconds) return;

        _data.Processes.Remove(other);
        _data.Dead.Add(other);
        _data.Streams.Remove(other);
        _data.Seqs.Remove(other);
    }

    public ReapReply Reap(string me, string dead, ReapPosition position, bool isAgain)
    {
        Fence(me);
        if (Lives(dead)) return new(position.IsAtRooms ? null : new(IsAtRooms: true, 0), []);

        var after = position.Cursor == 0 ? null : _cursors[(int)position.Cursor - 1];
        var names = (position.IsAtRooms ? _data.Rooms.Keys.AsEnumerable() : _data.Users.Keys)
            .Where(name => string.CompareOrdinal(name, after) > 0).Take(slice()).ToList();
        List<(string, UserRecord)> adopted = [];
        foreach (var name in names)
        {
            if (position.IsAtRooms) RemoveRoute(name, dead);
            else if (ReapUser(me, dead, name, isAgain) is { } record) adopted.Add((name, record));
        }

        if (names.Count > 0)
        {
            _cursors.Add(names[^1]);
            return new(position with { Cursor = _cursors.Count }, adopted);
        }

        if (position.IsAtRooms) _data.Dead.Remove(dead);
        return new(position.IsAtRooms ? null : new(IsAtRooms: true, 0), adopted);
    }

    public void Quit(string me, bool isClean)
    {
        _data.Processes.Remove(me);
        _data.Streams.Remove(me);
        _data.Seqs.Remove(me);
        if (!isClean) _data.Dead.Add(me);
    }

    private static byte[] Text(string text)
    {
        var bytes = new byte[sizeof(int) + Encoding.UTF8.GetByteCount(text)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, bytes.Length - sizeof(int));
        Encoding.UTF8.GetBytes(text, bytes.AsSpan(sizeof(int)));
        return bytes;
    }

    private SetReply Set(string me, UserCounts counts)
    {
        var user = counts.UserId;
        if (!_data.Users.TryGetValue(user, out var r))
        {
            if (counts.Places <= 0 && counts.ToldOnline is not true) return new(false, null, []);
            r = new() { Home = me, Number = NextNumber() };
            if (counts.ToldOnline is null && !IsYoung) r.ToldNumber = r.Number;
        }

        var mine = r.At.GetValueOrDefault(me);
        if (counts.MaxPlaces > 0 && r.Places - mine.Places + counts.Places > counts.MaxPlaces) return new(true, null, []);

        var before = r.Devices;
        if (counts.Places > 0) r.At[me] = (counts.Places, counts.Devices);
        else r.At.Remove(me);
        var isFact = counts.ToldOnline is not null && counts.ToldNumber > r.ToldNumber;
        var isDoubtful = counts is { ToldOnline: true, IsDoubtful: true };
        if (isFact) (r.Told, r.ToldNumber) = (isDoubtful ? 'x' : counts.ToldOnline is true ? '1' : '0', counts.ToldNumber);
        var isChanged = Change(r, before);
        if (isFact && (isDoubtful || (r.Told == '1' && r.Flip == 0))) r.Flip = r.Number = NextNumber();
        TakeHome(me, r);
        var record = Write(me, user, r, settings.IsUntold);
        if (counts.Json is { } json && record is not null && (counts.Devices > 0 || !_data.Json.ContainsKey(user))) _data.Json[user] = json;
        if (isChanged || isFact || counts.Places == 0) TellHome(me, user, r, record);
        List<string> here = [];
        if ((mine.Devices == 0 || counts.AsksRooms) && counts.Devices > 0 && _data.RoomsOf.TryGetValue(user, out var rooms))
        {
            foreach (var (room, marks) in rooms)
            {
                if (!marks[0].StartsWith('u')) continue;

                here.Add(room);
                AddRoute(room, me);
            }
        }

        return new(false, record, here);
    }

    private UserRecord? ReapUser(string me, string dead, string user, bool isAgain)
    {
        var r = _data.Users[user];
        if (!r.ToString().Contains(dead, StringComparison.Ordinal)) return isAgain && r.Home == me ? r.ToRecord() : null;

        var before = r.Devices;
        var had = r.At.Remove(dead);
        var isChanged = Change(r, before);
        var isMine = TakeHome(me, r);
        if (had) LeaveRoomsOf(dead, user, r);
        var record = Write(me, user, r, settings.IsUntold);
        if (r.Home == me && (isMine || isChanged)) return record;

        if (had) TellHome(me, user, r, record);
        return null;
    }

    private bool Change(FakeRecord r, int before)
    {
        var after = r.Devices;
        if (before == 0 == (after == 0)) return false;

        r.Number = NextNumber();
        var isOnline = after > 0 || (settings.Delays && r.IsOnline);
        if (isOnline != r.IsOnline) (r.IsOnline, r.Flip) = (isOnline, r.Number);
        if (settings.IsUntold) (r.Told, r.ToldNumber) = (r.IsOnline ? '1' : '0', r.Number);
        return true;
    }

    private bool TakeHome(string me, FakeRecord r)
    {
        if (r.Home == me || Lives(r.Home)) return false;

        (r.Home, r.Number) = (me, NextNumber());
        if (r.ToldNumber < r.Flip || r.Told != (r.IsOnline ? '1' : '0')) (r.Told, r.Flip) = ('x', r.Number);
        return true;
    }

    private UserRecord? Write(string me, string user, FakeRecord r, bool isUntold)
    {
        if (r.At.Count == 0 && !r.IsOnline && r.Told == '0' && r.ToldNumber >= r.Flip && (isUntold || r.Home == me))
        {
            _data.Users.Remove(user);
            _data.ToldRoomsOf.Remove(user);
            _data.Json.Remove(user);
            ForgetRooms(user);
            return null;
        }

        _data.Users[user] = r;
        return r.ToRecord();
    }

    private void TellHome(string me, string user, FakeRecord r, UserRecord? record)
    {
        if (r.Home != me && record is not null) Deliver(r.Home, 'U', Text(user), Text(r.ToString()));
    }

    private long NextNumber() => _data.Number = Math.Max(_data.Number + 1, now());

    private bool Lives(string process) => _data.Processes.ContainsKey(process);

    private void Fence(string me)
    {
        if (!Lives(me)) throw new FencedException();
    }

    private IEnumerable<string> ByLease() => _data.Processes.OrderBy(process => process.Value).ThenBy(process => process.Key, StringComparer.Ordinal).Select(process => process.Key);

    private List<string> Others(string me) => [.. ByLease().Where(process => process != me)];

    private FakeStream? StreamOf(string process)
    {
        if (!_data.Streams.TryGetValue(process, out var stream)) return null;
        if (stream.Expires > Milliseconds) return stream;

        _data.Streams.Remove(process);
        return null;
    }

    private void DeliverSent(string process, ReadOnlySpan<byte> trace, char kind, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        if (!trace.IsEmpty) Deliver(process, 'N', [], trace);
        Deliver(process, kind, first, second);
    }

    private void Deliver(string process, char kind, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        byte[] body = [(byte)'1', (byte)kind, .. first, .. second];
        var number = _data.Seqs[process] = _data.Seqs.GetValueOrDefault(process) + 1;
        var message = new InboundMessage(number, body);
        if (settings.ReplayLength > 0)
        {
            if (StreamOf(process) is not { } stream) _data.Streams[process] = stream = new();
            stream.Entries.Add(message);
            if (stream.Entries.Count > settings.ReplayLength) stream.Entries.RemoveAt(0);
        }

        Published(process, message);
    }
}
