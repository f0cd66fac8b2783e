namespace QueueRun;

/// <summary>An error for the client: its message is always shown, as <c>{"error": message}</c>.</summary>
/// <param name="message">The text that the client receives.</param>
public class SocketErrorException(string message) : Exception(message);
