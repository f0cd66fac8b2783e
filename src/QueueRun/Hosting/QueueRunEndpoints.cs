using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using QueueRun.Hosting;

namespace QueueRun;

/// <summary>Maps WebSocket endpoints.</summary>
public static class QueueRunEndpoints
{
    /// <summary>
    /// Maps a WebSocket endpoint with all handlers of the program that do not name an endpoint. After a second call, both endpoints have
    /// all of them. <c>UseWebSockets</c> is not needed.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The route pattern of the URL, such as <c>/socket</c>.</param>
    /// <returns>A builder for conventions such as <c>RequireAuthorization</c>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddQueueRun</c> was not called.</exception>
    public static IEndpointConventionBuilder MapSockets(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern)
        => endpoints.MapSockets(pattern, endpoint: null);

    /// <summary>
    /// Maps a WebSocket endpoint with the handlers that name this endpoint, and those that name none. All endpoints of a program share
    /// users, presence and rooms. <c>UseWebSockets</c> is not needed.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The route pattern of the URL, such as <c>/admin</c>.</param>
    /// <param name="endpoint">
    /// The endpoint's name, as in <c>[SocketHandler(Endpoint = "admin")]</c> or <c>[SocketEndpoint("admin")]</c>; null for no name.
    /// </param>
    /// <returns>A builder for conventions such as <c>RequireAuthorization</c>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddQueueRun</c> was not called, or no handler names this endpoint.</exception>
    public static IEndpointConventionBuilder MapSockets(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, string? endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        if (endpoints.ServiceProvider.GetService<IServiceProviderIsService>()?.IsService(typeof(SocketEndpoint)) is false)
            throw new InvalidOperationException("QueueRun's services are missing: call builder.Services.AddQueueRun() before the application is built.");

        endpoints.ServiceProvider.GetRequiredService<EndpointNames>().Map(endpoint);

        // Resolved at the first request: wrong settings are reported when the program starts.
        // Resolved from the application's services: the connection would hold the request's services as long as it is open.
        var services = endpoints.ServiceProvider;
        return endpoints.Map(pattern, context => services.GetRequiredService<SocketEndpoint>().HandleAsync(context, endpoint))
            .WithDisplayName($"QueueRun {pattern}")
            .WithMetadata(new DisableRequestTimeoutAttribute())
            .DisableCookieRedirect(); // a handshake without the cookie gets 401: clients do not follow redirects to a sign-in page
    }
}
