using QueueRun;

/// <summary>Handles the messages of a page. Nothing here is registered anywhere: the compiler finds it.</summary>
internal static class Chat
{
    /// <summary>Begins the name of a device's room. What people call a room never begins with a space: see Names.cs.</summary>
    private const string Device = " device ";

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
        await device.SendAsync(rooms.Look(user.Id), token);
        await device.JoinAsync(Device + request.ConnectionId, token);
        foreach (var room in rooms.Of(user.Id))
            await TellPastAsync(device, room, token);
    }

    /// <summary>A person enters with all devices.</summary>
    [SocketHandler("[room]/action=enter")]
    internal static async Task EnterAsync(string room, SocketUser user, ISocket socket, Rooms rooms, CancellationToken token)
    {
        (room, var leaving) = rooms.MakePlace(room, user.Id);
        foreach (var away in leaving)
            await socket.To(away.Who).LeaveAsync(away.Room, token);
        await socket.JoinAsync(room, token);
    }

    [SocketHandler("[room]/action=leave")]
    internal static ValueTask LeaveAsync(string room, ISocket socket, Rooms rooms, CancellationToken token)
        => socket.LeaveAsync(rooms.Find(room).Name, token);

    /// <summary>The others in the room get the message; the device that it comes from has it as the answer, with id and time.</summary>
    [SocketHandler]
    internal static async Task<Said> SayAsync(Say data, SocketUser user, ISocket socket, Rooms rooms, CancellationToken token)
    {
        var kept = rooms.Add(await FindMineAsync(data.Room, user.Id, socket, rooms, token), user.Id, data.Text);
        await TellAsync(socket, kept, token);
        return kept.Said;
    }

    /// <summary>Takes every binary message: the parameter's type says so.</summary>
    [SocketHandler(Name = "showPicture")]
    internal static async Task<Shown> ShowPictureAsync(ReadOnlyMemory<byte> data, SocketUser user, ISocket socket, Rooms rooms, CancellationToken token)
    {
        var (room, jpeg) = Pictures.Read(data.Span);
        var kept = rooms.Add(await FindMineAsync(room, user.Id, socket, rooms, token), user.Id, "", jpeg);
        await TellAsync(socket, kept, token);
        return new Shown(kept.Said);
    }

    [SocketHandler("[room]/action=typing")]
    internal static async Task TypingAsync(string room, SocketUser user, ISocket socket, Rooms rooms, CancellationToken token)
    {
        room = (await FindMineAsync(room, user.Id, socket, rooms, token)).Name;
        await socket.ToRoom(room).Others.SendAsync(new Typing(room, user.Id), token);
    }

    /// <summary>
    /// Somebody has entered a room: everybody is told, and the person's devices get what was said. Each device is in a room of its own, so
    /// this runs for each device, too.
    /// </summary>
    [OnJoin]
    internal static async Task CameAsync(string room, string userId, ISocket socket, Rooms rooms, CancellationToken token)
    {
        var isDevice = room.StartsWith(Device, StringComparison.Ordinal);
        if ((isDevice ? rooms.Count(userId, 1) : rooms.Came(room, userId)) is not { } person)
        {
            await socket.LeaveAsync(room, token);       // others were faster, and it is full
            return;
        }
        await socket.All.SendAsync(person, token);
        if (!isDevice)
            await TellPastAsync(socket, rooms.Find(room), token);
    }

    /// <summary>Somebody has left a room, or was away for too long.</summary>
    [OnLeave]
    internal static async Task WentAsync(string room, string userId, ISocket socket, Rooms rooms, CancellationToken token)
    {
        var isDevice = room.StartsWith(Device, StringComparison.Ordinal);
        await socket.All.SendAsync(isDevice ? rooms.Count(userId, -1) : rooms.Went(room, userId), token);
    }

    /// <summary>A room that somebody is in.</summary>
    internal static async Task<Room> FindMineAsync(string? name, string who, ISockets sockets, Rooms rooms, CancellationToken token)
    {
        var room = rooms.Find(name);
        return (await sockets.MembersAsync(room.Name, token)).Contains(who)
            ? room : throw new SocketErrorException($"You are not in {room.Name}. Enter it first.");
    }

    /// <summary>Sends a message to its room, from a handler or from anywhere else. A handler's own device needs only the answer.</summary>
    /// <returns>How many devices it reached.</returns>
    internal static async Task<int> TellAsync(ISockets sockets, Kept kept, CancellationToken token)
    {
        var others = sockets.ToRoom(kept.Said.Room).Others;
        var sent = await others.SendAsync(kept.Said, token);
        if (kept.Picture is not null)
            await others.SendAsync(kept.Picture, token);
        return sent.Recipients;
    }

    private static async Task TellPastAsync(ISocket socket, Room room, CancellationToken token)
    {
        var past = room.Past;
        await socket.SendAsync(new History(room.Name, past.Select(kept => kept.Said)), token);
        foreach (var picture in past.Select(kept => kept.Picture).OfType<byte[]>())
            await socket.SendAsync(picture, token);
    }
}
