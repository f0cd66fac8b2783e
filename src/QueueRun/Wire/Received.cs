namespace QueueRun.Wire;

internal enum ReceivedKind
{
    /// <summary>A whole text message, valid UTF-8.</summary>
    Text,

    /// <summary>A whole binary message.</summary>
    Binary,

    /// <summary>A ping with its payload.</summary>
    Ping,

    /// <summary>A pong with its payload.</summary>
    Pong,

    /// <summary>A close frame: the peer's status, null when the frame had none, and its reason.</summary>
    Close,

    /// <summary>The peer broke the protocol: the close code to answer, and why. Nothing is received after it.</summary>
    Violation,

    /// <summary>The transport is over.</summary>
    End,
}

/// <summary>What came in. The receiver gives the data back.</summary>
internal readonly record struct Received(ReceivedKind Kind, MessageBytes? Data = null, int? Status = null, string? Reason = null)
{
    public static Received Violation(int status, string reason) => new(ReceivedKind.Violation, null, status, reason);
}
