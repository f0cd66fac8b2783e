namespace QueueRun.Wire;

/// <summary>What <see cref="ITransport.ReceiveAsync"/> answers.</summary>
internal enum ReceivedKind
{
    /// <summary>A whole message; valid UTF-8.</summary>
    Text,

    /// <summary>A whole message.</summary>
    Binary,

    /// <summary>To be answered with a pong of the same payload.</summary>
    Ping,

    /// <summary>A sign of life.</summary>
    Pong,

    /// <summary>
    /// A small fragment of a message that is not whole yet, or a frame that was skipped after a violation: nothing to answer, but to count.
    /// </summary>
    Fragment,

    /// <summary>The peer's close frame: its code (null when it had none) and reason. Nothing is read after it.</summary>
    Close,

    /// <summary>
    /// What the peer did wrong: the code to close with, and a reason. All that follows is skipped, except that the peer's close frame is
    /// still answered as <see cref="Close"/>, without code and reason.
    /// </summary>
    Violation,

    /// <summary>The transport is over; so it stays.</summary>
    End,
}

/// <summary>What was received.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Data">The bytes of a text, binary, ping or pong, which the receiver returns; otherwise none.</param>
/// <param name="Status">A close code, for Close and Violation.</param>
/// <param name="Reason">A reason, for Close and Violation.</param>
internal readonly record struct Received(ReceivedKind Kind, MessageBytes Data = default, int? Status = null, string? Reason = null);
