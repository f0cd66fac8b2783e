using QueueRun;

/// <summary>What the program does with the messages of a page. Nothing here is registered anywhere: the compiler finds it.</summary>
internal static class Chat
{
    /// <summary>
    /// The first message says who it is. A real program checks a token or a cookie here; this one takes your word for it.
    /// The same name on another device, or in another tab, is the same person.
    /// </summary>
    [Authenticate]
    internal static async Task<SocketUser?> SignInAsync(SignIn data, ISocket socket, CancellationToken token)
    {
        var name = Names.Check(data.Name, "name");
        await socket.Connection.SendAsync(new { @event = "welcome", name }, token);
        return new SocketUser(name);
    }

    /// <summary>
    /// A page that was welcomed asks for the state. Only now, because from here on it also hears of every change, so nothing falls
    /// between the two; and only on its own connection, because the person's other devices have the state already.
    /// </summary>
    [SocketHandler("action=open")]
    internal static async Task<Done> OpenAsync(SocketUser user, ISocket socket, Rooms rooms, CancellationToken token)
    {
        await socket.Connection.SendAsync(new State(rooms.Server, user.Id, rooms.List()), token);
        foreach (var (room, history) in rooms.SeenBy(user.Id))
        {
            await socket.Connection.SendAsync(room, token);
            if (history is not null)
                await socket.Connection.SendAsync(history, token);
        }
        return new Done();
    }

    /// <summary>Without <c>To</c> a message goes to all devices of the person: they all enter, and get what was said before.</summary>
    [SocketHandler("[room]/action=enter")]
    internal static async Task<Done> EnterAsync(string room, SocketUser user, ISocket socket, Rooms rooms, CancellationToken token)
    {
        var (changes, history) = rooms.Enter(room, user.Id);
        await ShowAsync(socket, rooms, changes, token);
        await socket.SendAsync(history, token);
        return new Done();
    }

    [SocketHandler("[room]/action=leave")]
    internal static async Task<Done> LeaveAsync(string room, SocketUser user, ISocket socket, Rooms rooms, CancellationToken token)
    {
        await ShowAsync(socket, rooms, rooms.Leave(room, user.Id), token);
        return new Done();
    }

    /// <summary>The sender is a member too: what was said comes back to each of the person's devices in the same way as to everybody.</summary>
    [SocketHandler]
    internal static async Task<Done> SayAsync(Say data, SocketUser user, ISocket socket, Rooms rooms, CancellationToken token)
    {
        var (said, members) = rooms.Say(data.Room, user.Id, data.Text);
        await TellAsync(socket, members, said, token);
        return new Done();
    }

    [OnOnline]
    internal static Task OnlineAsync(string userId, ISocket socket, Rooms rooms, CancellationToken token)
        => ShowAsync(socket, rooms, rooms.Online(userId), token);

    /// <summary>Members stay members while they are away, so a page that reconnects finds itself where it was.</summary>
    [OnOffline]
    internal static Task OfflineAsync(string userId, ISocket socket, Rooms rooms, CancellationToken token)
        => ShowAsync(socket, rooms, rooms.Offline(userId), token);

    /// <summary>Sends what was said to a room's members, from a handler or from anywhere else, and counts whom it reached.</summary>
    internal static async Task<int> TellAsync(ISockets sockets, IEnumerable<string> members, Said said, CancellationToken token)
    {
        var reached = 0;
        foreach (var some in members.Chunk(100))    // To takes 1 to 100 people; of nobody there is no chunk
            reached += (await sockets.To(some).SendAsync(said, token)).Recipients;
        return reached;
    }

    /// <summary>Shows rooms that have changed to everybody who is online.</summary>
    private static async Task ShowAsync(ISockets sockets, Rooms rooms, IReadOnlyList<RoomState> changes, CancellationToken token)
    {
        var everybody = rooms.Everybody();
        foreach (var room in changes)
            foreach (var some in everybody.Chunk(100))
                await sockets.To(some).SendAsync(room, token);
    }
}
