namespace QueueRun.Testing;

/// <summary>The answer to a call is an error.</summary>
public sealed class SocketCallException : Exception
{
    internal SocketCallException(string error) : base(error)
    {
    }

    /// <summary>The text of the answer, <c>{"#":1,"error":text}</c>.</summary>
    public string Error => Message;
}
