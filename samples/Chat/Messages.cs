using QueueRun;

// What a page sends. Enter, leave, summarise, open, link and sign out everywhere have no type of their own: their routes in Chat.cs and
// Summaries.cs say all there is.

/// <summary>The first message of a connection that no cookie has signed in: <c>{"token":"CfDJ8…"}</c>.</summary>
internal sealed record SignIn(string? Token);

/// <summary><c>{"action":"say","room":"Lobby","text":"Hello"}</c></summary>
[SocketMessage("action", "say")]
internal sealed record Say(string? Room, string? Text);

// What a page receives.

/// <summary>The answer to a token: a fresh one, for the next time.</summary>
[SocketMessage("event", "welcome")]
internal sealed record Welcome(string Token);

/// <summary>The answer to a request that has no other: it was done.</summary>
[SocketMessage("event", "done")]
internal sealed record Done;

/// <summary>Who and where you are. A page that sees another server than before knows that its rooms were forgotten.</summary>
[SocketMessage("event", "state")]
internal sealed record State(string Server, string You, IReadOnlyList<string> Rooms);

/// <summary>On how many devices you are: for all of them, whenever it changes.</summary>
[SocketMessage("event", "devices")]
internal sealed record Devices(long Version, int Count);

/// <summary>
/// A room as it is, for everybody: sent whole whenever it changes. The newest version counts, so two changes that overtake one another
/// on their way leave no page with the older one.
/// </summary>
[SocketMessage("event", "room")]
internal sealed record RoomState(string Room, long Version, bool Gone, IReadOnlyList<Member> Members);

internal sealed record Member(string Name, bool Online, int Devices);

/// <summary>
/// What was said in a room, for its members. Nobody's name stands on an announcement. A picture follows in a binary message, see Pictures.cs.
/// </summary>
[SocketMessage("event", "said")]
internal sealed record Said(string Room, long Id, DateTimeOffset At, string? From, string Text, bool Picture);

/// <summary>The last that was said in a room, for those who enter or come back. Its pictures follow.</summary>
[SocketMessage("event", "history")]
internal sealed record History(string Room, IReadOnlyList<Said> Messages);

/// <summary>How far a summary is that you asked for, on any of your devices.</summary>
[SocketMessage("event", "progress")]
internal sealed record Progress(string Room, int Percent);

/// <summary>The summary, and from when to when it goes; without the times there is none, and the text says why.</summary>
[SocketMessage("event", "summary")]
internal sealed record Summary(string Room, string Text, DateTimeOffset? From = null, DateTimeOffset? To = null);

/// <summary>What signs another device in, for a short time.</summary>
[SocketMessage("event", "link")]
internal sealed record Link(string Token);
