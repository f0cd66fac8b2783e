using QueueRun;

/// <summary>Handles the messages. Nothing here is registered anywhere: the compiler finds it.</summary>
internal static class Chat
{
    /// <summary>Called with the first message of a connection. The same user may sign in on many devices.</summary>
    [Authenticate]
    internal static SocketUser? SignIn(SignIn data)
        => data.Name is { Length: > 0 } name ? new SocketUser(name) : null;     // a real program checks a token here

    /// <summary>Takes messages with a room and this action. The result is the answer, on the connection that asked.</summary>
    [SocketHandler("[room]/action=enter")]
    internal static Entered Enter(string room, SocketUser user, Rooms rooms)
    {
        rooms.Enter(room, user.Id);
        return new Entered(room, rooms.Members(room));
    }

    /// <summary>Takes every <see cref="Say"/> that has a room and a text: the type names the action.</summary>
    [SocketHandler("[room]/[text]")]
    internal static async Task Say(Say data, SocketUser user, ISocket socket, Rooms rooms, CancellationToken token)
    {
        var members = rooms.Members(data.Room);
        if (!members.Contains(user.Id))
            throw new SocketErrorException($"enter {data.Room} first");         // the client is told: {"error":"enter lobby first"}
        foreach (var some in members.Chunk(100))                                // To takes 1 to 100 users
            await socket.To(some).SendAsync(new Said(data.Room, user.Id, data.Text), token);
    }

    /// <summary>Pushes a job for later. The job belongs to the current user.</summary>
    [SocketHandler("[text]")]
    internal static async Task RemindMe(RemindMe data, SocketUser user, IQueue<Reminder> reminders, CancellationToken token)
    {
        if (data.Seconds is < 0 or > 86400)
            throw new SocketErrorException("seconds: 0 to 86400");
        await reminders.PushAsync(new Reminder(data.Text), new() { Delay = TimeSpan.FromSeconds(data.Seconds) }, token);
    }

    /// <summary>
    /// Does the job, at least once: a job that fails is tried again. Without <c>To</c> the message goes to all devices of the job's user.
    /// </summary>
    [QueueHandler]
    internal static async Task Remind(Reminder job, ISocket socket, CancellationToken token)
        => await socket.SendAsync(new { @event = "reminder", text = job.Text }, token);

    /// <summary>Called when the last device of a user has gone.</summary>
    [OnOffline]
    internal static async Task Offline(string userId, ISocket socket, Rooms rooms, CancellationToken token)
    {
        foreach (var room in rooms.LeaveAll(userId))
            foreach (var some in rooms.Members(room).Chunk(100))
                await socket.To(some).SendAsync(new Left(room, userId), token);
    }
}

// Messages from clients.

internal sealed record SignIn(string? Name);                                            // {"name":"ann"}

[SocketMessage("action", "say")]
internal sealed record Say(string Room, string Text);                                   // {"action":"say","room":"lobby","text":"hi"}

[SocketMessage("action", "remind")]
internal sealed record RemindMe(string Text, int Seconds);                              // {"action":"remind","text":"tea","seconds":60}

// Messages to clients.

[SocketMessage("event", "entered")]
internal sealed record Entered(string Room, IReadOnlyList<string> Members);             // {"event":"entered","room":"lobby","members":["ann"]}

[SocketMessage("event", "said")]
internal sealed record Said(string Room, string From, string Text);                     // {"event":"said","room":"lobby","from":"ann","text":"hi"}

[SocketMessage("event", "left")]
internal sealed record Left(string Room, string User);                                  // {"event":"left","room":"lobby","user":"ann"}

// Jobs, kept until they are done.

internal sealed record Reminder(string Text);
