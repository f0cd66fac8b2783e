namespace QueueRun.Testing;

/// <summary>
/// An expectation of a test was not met. The message says what the test expected, what came instead, and what the server logged.
/// </summary>
public sealed class SocketExpectationException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The text: what was expected, and what happened.</param>
    /// <param name="inner">The cause, or null.</param>
    public SocketExpectationException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
