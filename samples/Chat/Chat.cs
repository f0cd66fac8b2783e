using QueueRun;

/// <summary>Handles the messages of a page. Nothing here is registered anywhere: the compiler finds it.</summary>
internal static class Chat
{
    /// <summary>
    /// A signed-in page asks for the state. It is sent only now, because from here on the page also receives every change, so nothing is
    /// lost in between; and only on this connection, because the person's other devices already have the state.
    /// </summary>
    [SocketHandler("action=open")]
    internal static async Task OpenAsync(
        SocketUser user, SocketRequest request, HttpContext context, ISocket socket, Rooms rooms, SignIns signIns, CancellationToken token)
    {
        // A connection that was opening while the person signed out everywhere could not be closed then.
        var device = socket.Connection;
        if (!signIns.IsCurrent(context.User))
        {
            await device.CloseAsync(Sessions.SignedOut, Sessions.EverywhereReason, token);
            return;
        }
        var house = await rooms.LookAsync();
        await device.SendAsync(new State(house.Server, house.Version, user.Id, House.AlwaysOpen, house.People.Keys.Select(house.Show)), token);
        await device.JoinAsync(House.DeviceOf(request.ConnectionId), token);
        foreach (var room in house.RoomsOf(user.Id))
            await TellPastAsync(device, room, rooms, token);
    }

    /// <summary>A person enters with all devices.</summary>
    [SocketHandler("[room]/action=enter")]
    internal static async Task EnterAsync(string room, SocketUser user, ISocket socket, Rooms rooms, CancellationToken token)
    {
        (room, var leaving) = await rooms.MakePlaceAsync(room, user.Id, token);
        foreach (var away in leaving)
            await socket.To(away.Who).LeaveAsync(away.Room, token);
        await socket.JoinAsync(room, token);
    }

    [SocketHandler("[room]/action=leave")]
    internal static async Task LeaveAsync(string room, ISocket socket, Rooms rooms, CancellationToken token)
        => await socket.LeaveAsync((await rooms.LookAsync()).Find(room), token);

    /// <summary>The others in the room get the message; the device that it comes from has it as the answer, with id and time.</summary>
    [SocketHandler]
    internal static async Task<Said> SayAsync(Say data, SocketUser user, ISocket socket, Rooms rooms, CancellationToken token)
    {
        var kept = await rooms.AddAsync(await FindMineAsync(data.Room, user.Id, socket, rooms, token), user.Id, data.Text);
        await TellAsync(socket, kept, token);
        return kept.Said;
    }

    /// <summary>Takes every binary message: the parameter's type says so.</summary>
    [SocketHandler(Name = "showPicture")]
    internal static async Task<Shown> ShowPictureAsync(ReadOnlyMemory<byte> data, SocketUser user, ISocket socket, Rooms rooms, CancellationToken token)
    {
        var (room, jpeg) = Pictures.Read(data.Span);
        var kept = await rooms.AddAsync(await FindMineAsync(room, user.Id, socket, rooms, token), user.Id, "", jpeg);
        await TellAsync(socket, kept, token);
        return new Shown(kept.Said);
    }

    [SocketHandler("[room]/action=typing")]
    internal static async Task TypingAsync(string room, SocketUser user, ISocket socket, Rooms rooms, CancellationToken token)
    {
        room = await FindMineAsync(room, user.Id, socket, rooms, token);
        await socket.ToRoom(room).Others.SendAsync(new Typing(room, user.Id), token);
    }

    /// <summary>
    /// Somebody has entered a room: everybody is told, and the person's devices get what was said. Each device is in a room of its own, so
    /// this runs for each device, too.
    /// </summary>
    [OnJoin]
    internal static async Task CameAsync(string room, string userId, ISocket socket, Rooms rooms, CancellationToken token)
    {
        if (await rooms.CameAsync(room, userId, token) is not { } person)
        {
            await socket.LeaveAsync(room, token);       // others were faster, and it is full
            return;
        }
        await socket.All.SendAsync(person, token);
        if (!House.IsDevice(room))
            await TellPastAsync(socket, room, rooms, token);
    }

    /// <summary>Somebody has left a room, or was away for too long.</summary>
    [OnLeave]
    internal static async Task WentAsync(string room, string userId, ISocket socket, Rooms rooms, CancellationToken token)
        => await socket.All.SendAsync(await rooms.WentAsync(room, userId, token), token);

    /// <summary>A room that somebody is in.</summary>
    internal static async Task<string> FindMineAsync(string? name, string who, ISockets sockets, Rooms rooms, CancellationToken token)
    {
        var room = (await rooms.LookAsync()).Find(name);
        return (await sockets.MembersAsync(room, token)).Contains(who)
            ? room : throw new SocketErrorException($"You are not in {room}. Enter it first.");
    }

    /// <summary>Sends a message to its room, from a handler or from anywhere else. A handler's own device needs only the answer.</summary>
    /// <returns>How many devices it reached, of those that are connected to this process.</returns>
    internal static async Task<int> TellAsync(ISockets sockets, Kept kept, CancellationToken token)
    {
        var others = sockets.ToRoom(kept.Said.Room).Others;
        var sent = await others.SendAsync(kept.Said, token);
        if (kept.Picture is not null)
            await others.SendAsync(kept.Picture, token);
        return sent.Recipients;
    }

    private static async Task TellPastAsync(ISocket socket, string room, Rooms rooms, CancellationToken token)
    {
        var past = await rooms.PastAsync(room);
        await socket.SendAsync(new History(room, past.Select(kept => kept.Said)), token);
        foreach (var picture in past.Select(kept => kept.Picture).OfType<byte[]>())
            await socket.SendAsync(picture, token);
    }
}
