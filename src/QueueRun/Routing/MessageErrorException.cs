using QueueRun.Diagnostics;

namespace QueueRun.Routing;

/// <summary>A message that its handler cannot take: what the client hears, and no fault of the program's.</summary>
internal sealed class MessageErrorException(string message, string outcome = Outcome.Invalid) : SocketErrorException(message)
{
    /// <summary>What the metrics call it.</summary>
    public string Outcome { get; } = outcome;
}
