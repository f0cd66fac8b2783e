using QueueRun;

/// <summary>
/// Who is typing in a room. Typing is a call that lasts: it ends when the client cancels it, when its time is over, and when the connection
/// is lost, and whatever ends it, the others are told.
/// </summary>
internal static class Typing
{
    [SocketHandler("action=enter-room/[room]")]
    internal static async Task<IReadOnlyList<string>> EnterAsync(string room, SocketUser user, ISocket socket)
    {
        if (room.Length > 50 || room.Any(char.IsControl))
            throw new SocketErrorException("The name of a room has at most 50 characters, none of them a control character.");
        await socket.JoinAsync(Room(room));
        return await socket.MembersAsync(Room(room));
    }

    [SocketHandler("action=leave-room/[room]")]
    internal static async Task LeaveAsync(string room, SocketUser user, ISocket socket) => await socket.LeaveAsync(Room(room));

    /// <summary>
    /// Concurrent: the client's other messages do not wait for its end. A client that still types when its call has timed out calls again.
    /// </summary>
    [SocketHandler("action=type/[room]", Concurrent = true)]
    internal static async Task TypeAsync(string room, SocketUser user, SocketRequest request, ISocket socket, CancellationToken token)
    {
        if (!(await socket.MembersAsync(Room(room), token)).Contains(user.Id)) throw new SocketErrorException("You are not in this room.");
        var others = socket.ToRoom(Room(room)).Others;
        var typing = new UserTyping(room, user.Id, Tab: request.ConnectionId, Typing: true);
        await others.SendAsync(typing, token);
        await Task.Delay(Timeout.Infinite, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await others.SendAsync(typing with { Typing = false }, CancellationToken.None);
    }

    private static string Room(string room) => $"room {room}";
}

/// <param name="Room">The room.</param>
/// <param name="User">The user, who may type in several tabs.</param>
/// <param name="Tab">The connection: each tab begins and stops by itself.</param>
/// <param name="Typing">Whether the user begins or stops.</param>
[SocketMessage("event", "typing")] internal sealed record UserTyping(string Room, string User, string Tab, bool Typing);
