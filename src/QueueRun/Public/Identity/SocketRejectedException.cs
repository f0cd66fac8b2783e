namespace QueueRun;

/// <summary>
/// The method marked <see cref="OnConnectAttribute">[OnConnect]</see> throws it to refuse a connection before the upgrade.
/// </summary>
public class SocketRejectedException : Exception
{
    /// <summary>Refuses the connection.</summary>
    /// <param name="statusCode">The HTTP status that answers the upgrade request: 400 to 599.</param>
    /// <param name="message">The body of the answer, as plain text.</param>
    /// <exception cref="ArgumentOutOfRangeException">The status is not within 400 to 599.</exception>
    public SocketRejectedException(int statusCode, string? message = null) : base(message ?? $"The connection was refused with status {statusCode}.")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(statusCode, 400);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(statusCode, 599);
        StatusCode = statusCode;
        Body = message;
    }

    /// <summary>The HTTP status that answers the upgrade request.</summary>
    public int StatusCode { get; }

    internal string? Body { get; }
}
