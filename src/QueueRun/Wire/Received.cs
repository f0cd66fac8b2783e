namespace QueueRun.Wire;

/// <summary>The kinds of results of <see cref="ITransport.TryReceive"/>.</summary>
internal enum ReceivedKind
{
    /// <summary>A complete text message; valid UTF-8.</summary>
    Text,

    /// <summary>A complete binary message.</summary>
    Binary,

    /// <summary>A ping, to be answered with a pong of the same payload.</summary>
    Ping,

    /// <summary>A pong: a sign of life.</summary>
    Pong,

    /// <summary>A small fragment of an incomplete message: it needs no answer, but is counted.</summary>
    Fragment,

    /// <summary>The peer's close frame: its code (null if it had none) and reason. Nothing is read after it.</summary>
    Close,

    /// <summary>
    /// A violation by the peer: the code to close with, and a reason. Nothing is read after it, not even the peer's close frame (RFC 6455,
    /// 7.1.7).
    /// </summary>
    Violation,

    /// <summary>The transport has ended, for good.</summary>
    End,
}

/// <summary>What was received.</summary>
/// <param name="Kind">The kind of the item.</param>
/// <param name="Data">The bytes of a text, binary, ping or pong, which the receiver returns; otherwise none.</param>
/// <param name="Status">A close code, for Close and Violation.</param>
/// <param name="Reason">A reason, for Close and Violation.</param>
internal readonly record struct Received(ReceivedKind Kind, MessageBytes Data = default, int? Status = null, string? Reason = null);
