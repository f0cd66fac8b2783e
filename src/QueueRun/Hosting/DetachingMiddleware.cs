using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using QueueRun.Wire;

namespace QueueRun.Hosting;

/// <summary>
/// Stands between a connection of Kestrel and HTTP, so that a WebSocket can outlive its upgrade request, with all that Kestrel and ASP.NET
/// Core hold for a request: see <see cref="DetachablePipes"/>.
/// </summary>
/// <param name="next">The rest of the connection's middlewares: HTTP at the end.</param>
/// <param name="beats">The heartbeat of HTTP.</param>
internal sealed class DetachingMiddleware(ConnectionDelegate next, Heartbeats beats)
{
    /// <summary>Runs a connection until HTTP has ended, and the WebSocket that it has left.</summary>
    public async Task OnConnectionAsync(ConnectionContext connection)
    {
        // A method of its own, which ends before the wait: the connection does not hold its state as long as the WebSocket is open.
        if (await ServeHttpAsync(connection) is { } socket) await socket;
    }

    private async Task<Task?> ServeHttpAsync(ConnectionContext connection)
    {
        var (inner, features) = (connection.Transport, connection.Features);
        var own = features.Get<IConnectionHeartbeatFeature>();
        var heartbeat = new Heartbeat(beats);
        features.Set<IConnectionHeartbeatFeature>(heartbeat);
        var pipes = new DetachablePipes(inner);
        connection.Transport = pipes;
        try
        {
            await next(connection);
        }
        finally
        {
            heartbeat.Stop();
            features.Set(own);
            connection.Transport = inner;
            features.Set<IConnectionTimeoutFeature>(null); // it holds HTTP's connection
        }

        return pipes.Running;
    }
}
