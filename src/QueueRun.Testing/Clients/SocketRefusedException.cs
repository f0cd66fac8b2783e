namespace QueueRun.Testing;

/// <summary>The program refused the upgrade request.</summary>
public sealed class SocketRefusedException : Exception
{
    internal SocketRefusedException(string path, int statusCode, string body, string more)
        : base($"{path} did not open a WebSocket: the answer is {statusCode}{(body.Length > 0 ? $" '{body}'" : "")}.{more}")
        => (StatusCode, Body) = (statusCode, body);

    /// <summary>The HTTP status of the answer.</summary>
    public int StatusCode { get; }

    /// <summary>The text of the answer; empty if there is none.</summary>
    public string Body { get; }
}
