using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using QueueRun.Hosting;

namespace QueueRun;

/// <summary>Maps the WebSocket endpoint.</summary>
public static class QueueRunEndpoints
{
    /// <summary>
    /// Maps a WebSocket endpoint with all handlers of the program. Called twice, both endpoints have all of them. Needs no
    /// <c>UseWebSockets</c>.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The route pattern of the URL, such as <c>/socket</c>.</param>
    /// <returns>A builder for conventions such as <c>RequireAuthorization</c>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddQueueRun</c> was not called.</exception>
    public static IEndpointConventionBuilder MapSockets(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        if (endpoints.ServiceProvider.GetService<IServiceProviderIsService>()?.IsService(typeof(SocketEndpoint)) is false)
            throw new InvalidOperationException("QueueRun's services are missing: call builder.Services.AddQueueRun() before the application is built.");

        // Resolved with the first request: what is wrong with the program's settings is said when it starts.
        // From the application's services: those of the request would be held as long as the connection is open.
        var services = endpoints.ServiceProvider;
        return endpoints.Map(pattern, context => services.GetRequiredService<SocketEndpoint>().HandleAsync(context))
            .WithDisplayName($"QueueRun {pattern}")
            .WithMetadata(new DisableRequestTimeoutAttribute())
            .DisableCookieRedirect(); // a handshake that lacks a cookie is answered 401: nobody would follow it to a sign-in page
    }
}
