using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace QueueRun;

/// <summary>Maps the WebSocket endpoint.</summary>
public static class QueueRunEndpoints
{
    /// <summary>Maps a WebSocket endpoint with all handlers of the program.</summary>
    public static IEndpointConventionBuilder MapSockets(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern)
        => throw new NotSupportedException();
}
