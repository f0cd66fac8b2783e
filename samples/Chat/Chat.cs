using System.Net.WebSockets;
using System.Security.Claims;
using QueueRun;

/// <summary>What the program does with the messages of a page. Nothing here is registered anywhere: the compiler finds it.</summary>
internal static class Chat
{
    /// <summary>Tells a page that it is not signed in any more, so that it does not come back by itself. 4000 to 4999 are for applications.</summary>
    private const WebSocketCloseStatus SignedOut = (WebSocketCloseStatus)4001;

    private const string EverywhereReason = "You signed out on all devices.";

    /// <summary>
    /// Called with the first message of a connection, unless its cookie has already said who it is. The token is from
    /// <c>POST /session</c>, from a link, or from the last time. The same person may come in on many devices.
    /// </summary>
    [Authenticate]
    internal static async Task<SocketUser?> SignInAsync(SignIn data, HttpContext context, ISocket socket, SignIns signIns, CancellationToken token)
    {
        if (data.Token is null || signIns.ReadToken(data.Token) is not { } person)
        {
            var reason = data.Token is null ? "You are not signed in any more." : "This link or sign-in has expired, or was never valid.";
            await socket.Connection.CloseAsync(SignedOut, reason, token);
            return null;
        }
        context.User = person;      // as a cookie would have had it
        var user = new SocketUser(person.FindFirst(ClaimTypes.NameIdentifier)!.Value);
        await socket.Connection.SendAsync(new Welcome(signIns.IssueToken(user.Id, SignIns.Lifetime)), token);
        return user;
    }

    /// <summary>
    /// A page that is signed in asks for the state. Only now, because from here on it also hears of every change, so nothing falls
    /// between the two; and only on its own connection, because the person's other devices have the state already.
    /// </summary>
    [SocketHandler("action=open")]
    internal static async Task<Done> OpenAsync(
        SocketUser user, SocketRequest request, HttpContext context, ISocket socket, Rooms rooms, SignIns signIns, CancellationToken token)
    {
        // Whoever was on the way in while the person signed out everywhere was not there to be closed.
        if (!signIns.IsCurrent(context.User))
        {
            await socket.Connection.CloseAsync(SignedOut, EverywhereReason, token);
            return new Done();
        }
        await socket.Connection.SendAsync(new State(rooms.Server, user.Id, rooms.List()), token);

        if (context.Items.TryAdd("device", request.ConnectionId))
            await CountDeviceAsync(request.ConnectionId, user.Id, context, socket, rooms, token);
        foreach (var (room, past) in rooms.SeenBy(user.Id))
        {
            await socket.Connection.SendAsync(room, token);
            if (past is not null)
                await TellPastAsync(socket.Connection, past, token);
        }
        return new Done();
    }

    /// <summary>
    /// QueueRun tells when a person's first device comes and the last has gone. To count those in between there is the request that opened
    /// each: it ends when the device goes.
    /// </summary>
    private static async Task CountDeviceAsync(
        string device, string who, HttpContext context, ISockets sockets, Rooms rooms, CancellationToken token)
    {
        context.Response.OnCompleted(WentAsync);
        rooms.DeviceCame(who, device);
        await ShowDevicesAsync(sockets, rooms, who);
        if (token.IsCancellationRequested)      // it went while it came: perhaps before anybody was asked to say so
            await WentAsync();

        Task WentAsync() => rooms.DeviceWent(who, device) ? ShowDevicesAsync(sockets, rooms, who) : Task.CompletedTask;
    }

    /// <summary>
    /// Without <c>To</c> a message goes to all devices of the person: they all enter, and get what was said before. Where the person was in
    /// already, only the device that asks has to get it.
    /// </summary>
    [SocketHandler("[room]/action=enter")]
    internal static async Task<Done> EnterAsync(string room, SocketUser user, ISocket socket, Rooms rooms, CancellationToken token)
    {
        var (entered, changes, past) = rooms.Enter(room, user.Id);
        await ShowAsync(socket, rooms, changes, token);
        await TellPastAsync(entered ? socket : socket.Connection, past, token);
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

    /// <summary>Takes every binary message: the parameter's type says so.</summary>
    [SocketHandler]
    internal static async Task<Done> ShowPictureAsync(ReadOnlyMemory<byte> data, SocketUser user, ISocket socket, Rooms rooms, CancellationToken token)
    {
        var (room, jpeg) = Pictures.Read(data.Span);
        var (said, members) = rooms.Show(room, user.Id, jpeg);
        await TellAsync(socket, members, said, token);
        return new Done();
    }

    /// <summary>Makes what signs another device in as the same person: the page makes a link of it.</summary>
    [SocketHandler("action=link")]
    internal static async Task<Done> LinkAsync(SocketUser user, ISocket socket, SignIns signIns, CancellationToken token)
    {
        await socket.Connection.SendAsync(new Link(signIns.IssueToken(user.Id, SignIns.LinkLifetime)), token);
        return new Done();
    }

    /// <summary>First nothing signs the person in any more, then every device is sent away, this one too: it is told by being closed.</summary>
    [SocketHandler("action=sign-out-everywhere")]
    internal static async Task SignOutEverywhereAsync(SocketUser user, ISocket socket, SignIns signIns, CancellationToken token)
    {
        signIns.SignOutEverywhere(user.Id);
        await socket.CloseAsync(SignedOut, EverywhereReason, token);
    }

    [OnOnline]
    internal static Task OnlineAsync(string userId, ISocket socket, Rooms rooms, CancellationToken token)
        => ShowAsync(socket, rooms, rooms.Online(userId), token);

    /// <summary>Members stay members while they are away, so a page that reconnects finds itself where it was.</summary>
    [OnOffline]
    internal static Task OfflineAsync(string userId, ISocket socket, Rooms rooms, CancellationToken token)
        => ShowAsync(socket, rooms, rooms.Offline(userId), token);

    /// <summary>Sends what was said to a room's members, from a handler or from anywhere else, and counts whom it reached.</summary>
    internal static async Task<int> TellAsync(ISockets sockets, IReadOnlyList<string> members, Kept said, CancellationToken token)
    {
        var reached = 0;
        foreach (var some in members.Chunk(100))    // To takes 1 to 100 people; of nobody there is no chunk
        {
            reached += (await sockets.To(some).SendAsync(said.Message, token)).Recipients;
            if (said.Picture is not null)
                await sockets.To(some).SendAsync(said.Picture, token);
        }
        return reached;
    }

    private static async Task TellPastAsync(ISocket socket, Past past, CancellationToken token)
    {
        await socket.SendAsync(past.History, token);
        foreach (var picture in past.Pictures)
            await socket.SendAsync(picture, token);
    }

    /// <summary>Shows on how many devices somebody is: to everybody in the person's rooms, and to the person in any case.</summary>
    private static async Task ShowDevicesAsync(ISockets sockets, Rooms rooms, string who)
    {
        await ShowAsync(sockets, rooms, rooms.Of(who), CancellationToken.None);
        await sockets.To(who).SendAsync(rooms.DevicesOf(who));
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
