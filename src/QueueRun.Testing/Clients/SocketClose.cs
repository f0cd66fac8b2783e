using System.Net.WebSockets;

namespace QueueRun.Testing;

/// <summary>How a connection ended, as a browser would report it.</summary>
/// <param name="Code">The close code; 1005 if the close frame had none, 1006 if there was no close frame.</param>
/// <param name="Reason">The reason; empty if there is none.</param>
public sealed record SocketClose(int Code, string Reason)
{
    internal const int Lost = 1006;

    /// <summary>The close code as an enum value.</summary>
    public WebSocketCloseStatus Status => (WebSocketCloseStatus)Code;

    /// <inheritdoc />
    public override string ToString() => Code switch
    {
        Lost => "1006 (the connection was lost, without a close frame)",
        _ => Reason.Length > 0 ? $"{Code} '{Reason}'" : $"{Code}",
    };
}
