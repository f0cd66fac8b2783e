using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using QueueRun.Hosting;

namespace QueueRun;

/// <summary>Prepares endpoints of Kestrel for WebSockets that outlive their upgrade request.</summary>
public static class DetachableSockets
{
    /// <summary>For each endpoint, how often the method was called for it.</summary>
    private static readonly ConditionalWeakTable<ListenOptions, StrongBox<int>> s_calls = [];

    /// <summary>
    /// Lets the WebSockets of an endpoint outlive their upgrade request, which then holds no memory any more. <c>AddQueueRun</c> does it
    /// for all endpoints, but there it stands outside of TLS, where it has no effect. Call it after <c>UseHttps</c>, after
    /// <c>UseConnectionLogging</c> and any other middleware of the endpoint, and in the program's own <c>ConfigureEndpointDefaults</c>,
    /// which replaces QueueRun's. <see cref="QueueRunOptions.EndRequestAfterUpgrade"/> turns it off.
    /// </summary>
    /// <param name="listen">The endpoint.</param>
    /// <returns>The same endpoint.</returns>
    /// <exception cref="InvalidOperationException">Thrown when the server starts: <c>AddQueueRun</c> was not called.</exception>
    public static ListenOptions UseDetachableSockets(this ListenOptions listen)
    {
        ArgumentNullException.ThrowIfNull(listen);
        var calls = s_calls.GetOrAdd(listen, static _ => new());
        var number = ++calls.Value;
        listen.Use(next => number == calls.Value ? Build(listen, next) : next); // only the last call has no TLS between itself and HTTP
        return listen;
    }

    private static ConnectionDelegate Build(ListenOptions listen, ConnectionDelegate next)
    {
        var services = listen.ApplicationServices;
        if (services.GetService<Heartbeats>() is not { } beats)
            throw new InvalidOperationException("QueueRun's services are missing: call builder.Services.AddQueueRun() before the application is built.");

        var options = services.GetRequiredService<IOptions<QueueRunOptions>>().Value;
        return options.EndRequestAfterUpgrade ? new DetachingMiddleware(next, beats).OnConnectionAsync : next;
    }
}
