namespace QueueRun.Presence.Tests.Simulation;

/// <content>Rooms: what joins and leaves them, and who is in which.</content>
internal sealed partial class World
{
    private int _sent;

    /// <summary>What a message tells its method to do: <c>join a</c>, <c>others-leave b</c>, …</summary>
    private async ValueTask FollowAsync(Seat seat, ISocket socket, string[] words)
    {
        for (var i = 1; i < words.Length - 1; i++)
        {
            var room = words[i + 1];
            var user = seat.HasJoined ? _users[seat.User!] : null;
            switch (words[i])
            {
                case "join":
                    await JoinAsync(seat, room, () => socket.Connection.JoinAsync(room));
                    break;
                case "user-join" when user is null: // its current user is its connection
                    await JoinAsync(seat, room, () => socket.JoinAsync(room));
                    break;
                case "user-join":
                    await JoinAsync(user, room, () => socket.JoinAsync(room));
                    break;
                case "leave":
                    await LeaveAsync([seat], room, () => socket.Connection.LeaveAsync(room));
                    break;
                case "user-leave" when user is null:
                    await LeaveAsync([seat], room, () => socket.LeaveAsync(room));
                    break;
                case "user-leave":
                    await socket.LeaveAsync(room);
                    Leave(user, room);
                    break;
                case "others-join":
                    if (OthersOf(seat) is [{ } other, ..] others) await JoinAsync(other, room, () => socket.Others.JoinAsync(room), others);
                    else await socket.Others.JoinAsync(room);
                    break;
                case "others-leave":
                    await LeaveAsync(OthersOf(seat), room, () => socket.Others.LeaveAsync(room));
                    break;
            }
        }
    }

    private Seat[] OthersOf(Seat seat) => seat.HasJoined ? [.. _users[seat.User!].Connections.Where(other => other != seat)] : [];

    /// <summary>A connection joins by itself, or several of one user.</summary>
    private async ValueTask JoinAsync(Seat seat, string room, Func<ValueTask> join, params Seat[] all)
    {
        var rooms = seat.HasJoined ? _users[seat.User!].AllRooms : seat.Rooms;
        if (!await TryAsync(join, mayNot: !seat.HasLeft && IsFull(rooms, room), $"{seat.Name} joins {room}")) return;

        foreach (var other in all.Length == 0 ? [seat] : all)
        {
            if (!other.HasLeft) other.Rooms.Add(room);
        }
    }

    private async ValueTask JoinAsync(UserModel user, string room, Func<ValueTask> join)
    {
        if (await TryAsync(join, mayNot: user.IsOnline && IsFull(user.AllRooms, room), $"{user.Id} joins {room}") && user.IsOnline) user.Rooms.Add(room);
    }

    /// <summary>Connections leave by themselves. One that is in the room through its user only, cannot; those before it have left.</summary>
    private async ValueTask LeaveAsync(Seat[] seats, string room, Func<ValueTask> leave)
    {
        var bound = Array.FindIndex(seats, seat => seat is { HasLeft: false, HasJoined: true } && _users[seat.User!].Rooms.Contains(room) && !seat.Rooms.Contains(room));
        await TryAsync(leave, mayNot: bound >= 0, $"connections leave {room}");
        foreach (var seat in bound < 0 ? seats : seats[..bound]) seat.Rooms.Remove(room);
    }

    private static void Leave(UserModel user, string room)
    {
        user.Rooms.Remove(room);
        foreach (var seat in user.Connections) seat.Rooms.Remove(room);
    }

    private async ValueTask<bool> TryAsync(Func<ValueTask> act, bool mayNot, string what)
    {
        Trace($"  {what}{(mayNot ? ", and may not" : "")}");
        try
        {
            var acting = act();
            if (!acting.IsCompleted) Fail($"{what}: it has to wait");
            await acting;
            if (mayNot) Fail($"{what}: it was let in");
            return true;
        }
        catch (InvalidOperationException error)
        {
            if (!mayNot) Fail($"{what}: {error.Message}");
            return false;
        }
    }

    private static bool IsFull(HashSet<string> rooms, string room) => rooms.Count >= Plan.MaxRooms && !rooms.Contains(room);

    private void MoveUser(string id, string room, bool joins)
    {
        Trace($"{id} is {(joins ? "put into" : "taken out of")} {room}");
        var user = _users[id];
        if (joins)
        {
            _ = JoinAsync(user, room, () => _program.Sockets.To(id).JoinAsync(room)).AsTask();
        }
        else
        {
            _ = _program.Sockets.To(id).LeaveAsync(room).AsTask();
            Leave(user, room);
        }
    }

    private void CloseRoom(string room)
    {
        Trace($"{room} is closed");
        _ = _program.Sockets.ToRoom(room).CloseAsync().AsTask();
    }

    private List<Seat> SeatsIn(string room)
        => _seats.FindAll(seat => !seat.HasLeft && (seat.Rooms.Contains(room) || (seat.HasJoined && _users[seat.User!].Rooms.Contains(room))));

    /// <summary>After every step: who is in which room, and a message to one of them, or to all.</summary>
    private void CheckRooms()
    {
        foreach (var room in Plan.Rooms)
        {
            var members = _program.Sockets.MembersAsync(room).AsTask().Result;
            var expected = _users.Values.Where(user => user.IsOnline && user.AllRooms.Contains(room)).Select(user => user.Id).Order(StringComparer.Ordinal);
            if (!members.SequenceEqual(expected)) Fail($"in {room} are {string.Join(' ', members)}, and should be {string.Join(' ', expected)}");
        }

        var text = $"#{_sent}";
        if (_sent++ % (Plan.Rooms.Length + 1) is var which && which < Plan.Rooms.Length)
        {
            var seats = SeatsIn(Plan.Rooms[which]);
            Send(_program.Sockets.ToRoom(Plan.Rooms[which]), text, seats, seats);
        }
        else
        {
            // Between the answer who it is and joining is a turn.
            var decided = _seats.FindAll(seat => !seat.HasLeft && seat.HasJoined);
            Send(_program.Sockets.All, text, decided, _seats.FindAll(seat => !seat.HasLeft && seat.Claim is not null));
        }
    }

    private void Send(ISocket to, string text, List<Seat> must, List<Seat> may)
    {
        var (reached, offline) = to.SendAsync(text).AsTask().Result;
        if (reached > may.Count || offline.Count > 0) Fail($"{text} reached {reached}, and {may.Count} should have got it");
        foreach (var seat in may) seat.Expected.Enqueue((text, must.Contains(seat)));
    }

    /// <summary>A device has received what was sent to its rooms, once, in order, and nothing else; all of it, as long as it is open.</summary>
    private void CheckReceived(Seat seat)
    {
        seat.Device.Read(); // what CheckRooms has just sent
        for (; seat.Compared < seat.Device.Texts.Count; seat.Compared++)
        {
            var text = seat.Device.Texts[seat.Compared];
            if (!text.StartsWith('#')) continue;

            while (seat.Expected.TryPeek(out var next) && next.Text != text && !next.Must) seat.Expected.Dequeue();
            if (!seat.Expected.TryDequeue(out var expected) || expected.Text != text) Fail($"{seat.Name} received {text} instead of {expected.Text}");
        }

        var device = seat.Device;
        if (device.CloseReceived || device.HasLeft || device.IsAborted || !device.IsUpgraded || seat.HasLeft) return;
        if (seat.Expected.FirstOrDefault(expected => expected.Must) is { Text: { } missing }) Fail($"{seat.Name} did not receive {missing}");
    }
}
