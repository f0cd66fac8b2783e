namespace QueueRun.Wire;

/// <summary>The program's settings for its WebSockets.</summary>
/// <param name="MaxMessageSize">The longest message that is received.</param>
internal sealed record WireOptions(int MaxMessageSize)
{
    /// <summary>Subprotocols that the program speaks, the best first.</summary>
    public IReadOnlyList<string> SubProtocols { get; init; } = [];

    /// <summary>Whether permessage-deflate is negotiated with clients that offer it.</summary>
    public bool Compression { get; init; }
}
