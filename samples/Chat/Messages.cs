using QueueRun;

// Messages from a page. The others have no type: their routes in Chat.cs, Searches.cs and Summaries.cs describe them completely.

/// <summary>The first message of a connection without a cookie: <c>{"token":"CfDJ8…"}</c>.</summary>
internal sealed record SignIn(string? Token);

/// <summary><c>{"#":3,"action":"say","room":"Lobby","text":"Hello"}</c></summary>
[SocketMessage("action", "say")]
internal sealed record Say(string? Room, string? Text);

// Messages to a page.

/// <summary>The answer to a token: a fresh one, for the next time.</summary>
[SocketMessage("event", "welcome")]
internal sealed record Welcome(string Token);

/// <summary>
/// Your name, the rooms that are always there, and all people. A page that sees another server than before knows that its rooms were
/// forgotten. Older versions of a person are of no use any more, even if they come later.
/// </summary>
[SocketMessage("event", "state")]
internal sealed record State(string Server, long Version, string You, IReadOnlyList<string> Rooms, IEnumerable<Person> People);

/// <summary>
/// A person, for everybody, sent at every change. Without devices the person is away, and without rooms, too, gone. The newest version
/// counts.
/// </summary>
[SocketMessage("event", "person")]
internal sealed record Person(string Who, long Version, int Devices, IReadOnlyList<string> Rooms);

/// <summary>
/// A message in a room, for its members. An announcement has no sender. A picture follows in a binary message, see Pictures.cs.
/// </summary>
[SocketMessage("event", "said")]
internal sealed record Said(string Room, long Id, DateTimeOffset At, string? From, string Text, bool Picture);

/// <summary>The answer to a picture: a binary message has no reference, so its answer has none either.</summary>
[SocketMessage("event", "shown")]
internal sealed record Shown(Said Said);

/// <summary>Somebody is typing in a room, for all devices in it but that one. Sent again every few seconds as long as it goes on.</summary>
[SocketMessage("event", "typing")]
internal sealed record Typing(string Room, string Who);

/// <summary>The last messages in a room, for people who enter or come back. Their pictures follow.</summary>
[SocketMessage("event", "history")]
internal sealed record History(string Room, IEnumerable<Said> Messages);

/// <summary>The progress of a summary that you asked for, on any of your devices.</summary>
[SocketMessage("event", "progress")]
internal sealed record Progress(string Room, int Percent);

/// <summary>The summary, and the time span that it covers; without the times there is no summary, and the text says why.</summary>
[SocketMessage("event", "summary")]
internal sealed record Summary(string Room, string Text, DateTimeOffset? From = null, DateTimeOffset? To = null);
