using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>The program in this process, on Kestrel and loopback, where time goes only when a test says so.</summary>
public sealed class VirtualTimeServer : IAsyncDisposable
{
    private VirtualTimeServer(FakeTimeProvider time, ServerUnderTest server) => (Time, Server) = (time, server);

    public FakeTimeProvider Time { get; }

    public ServerUnderTest Server { get; }

    public static Task<VirtualTimeServer> StartAsync(params IEnumerable<string> options) => StartAsync(null, null, options);

    /// <summary>Starts it with further services and endpoints.</summary>
    public static async Task<VirtualTimeServer> StartAsync(
        Action<WebApplicationBuilder>? configure, Action<WebApplication>? map, params IEnumerable<string> options)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var app = TestServer.Server.Build([.. InProcessServer.Arguments, .. options], builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(time);
            configure?.Invoke(builder);
        });
        map?.Invoke(app);
        return new(time, await InProcessServer.StartAsync(app));
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
