namespace QueueRun.Testing;

/// <summary>
/// What a test expected did not happen. The message says what was expected, what came instead, and what the server logged.
/// </summary>
public sealed class SocketExpectationException : Exception
{
    /// <summary>Says what was expected and what happened.</summary>
    /// <param name="message">The text.</param>
    /// <param name="inner">The cause, if there is one.</param>
    public SocketExpectationException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
