using QueueRun.Diagnostics;

namespace QueueRun.Calls;

/// <summary>A message that its handler cannot take: the client receives the text, and the program is not at fault.</summary>
/// <param name="message">The text for the client.</param>
/// <param name="outcome">The outcome for the metrics.</param>
/// <param name="thrown">The exception of the message's own type while it was read; null if there was none.</param>
internal sealed class MessageErrorException(string message, string outcome = Outcome.Invalid, Exception? thrown = null) : SocketErrorException(message)
{
    /// <summary>The outcome for the metrics.</summary>
    public string Outcome { get; } = outcome;

    /// <summary>The exception of the message's own type while it was read; null if there was none.</summary>
    public Exception? Thrown { get; } = thrown;
}
