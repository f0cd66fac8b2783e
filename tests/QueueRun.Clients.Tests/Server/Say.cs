namespace QueueRun.Clients;

internal sealed record SignIn(string Name, string? Device = null);

/// <summary>Says something to a room.</summary>
/// <param name="Room">The room's name.</param>
/// <param name="Text">What to say.</param>
[SocketMessage("action", "say")]
internal sealed record Say(string Room, string Text);

/// <summary>What somebody said.</summary>
/// <param name="Room">The room's name.</param>
/// <param name="From">The user's id.</param>
/// <param name="Text">What the user said.</param>
/// <param name="InReplyTo">What it answers.</param>
[SocketMessage("event", "said")]
internal sealed record Said(string Room, string From, string Text, Said? InReplyTo);

internal enum Spice
{
    Mild,
    Hot,
}

internal sealed record Order(string Dish, int Count = 1, Spice Spice = Spice.Mild);

internal sealed record Price(decimal Amount, long Id, DateOnly Day, byte[] Signature);

internal sealed record Closing(int Code, string Reason);
