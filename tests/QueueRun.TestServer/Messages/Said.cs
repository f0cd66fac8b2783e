namespace QueueRun.TestServer;

/// <summary>Received: <c>{"action":"say", …}</c>.</summary>
[SocketMessage("action", "say")]
public sealed record Say(string Room, string Text);

/// <summary>Sent: <c>{"event":"said", …}</c>.</summary>
[SocketMessage("event", "said")]
public sealed record Said(string Room, string From, string Text);

/// <summary>Both received and sent, known by the property <c>type</c>.</summary>
[SocketMessage("typed")]
public sealed record Typed(string? Type2, int Number);

/// <summary>A message that only says under which key the journal and the gates know it.</summary>
internal sealed record Keyed(string Key);
