using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace QueueRun.Testing.Tests;

/// <summary>A test with a program of its own.</summary>
public abstract class Hosted : IAsyncLifetime
{
    /// <summary>What a failure that is expected waits for: nothing else sends here.</summary>
    private static readonly TimeSpan Impatient = TimeSpan.FromMilliseconds(50);

    private protected TestSocketHost Host { get; private set; } = null!;

    private protected TestSockets Sockets => Host.Sockets;

    private protected Rooms Rooms => Host.Services.GetRequiredService<Rooms>();

    public async ValueTask InitializeAsync()
    {
        Host = await StartAsync();
        Sockets.Patience = Impatient;
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected static Task<TestSocketHost> StartAsync(
        Action<QueueRunOptions>? configure = null, Action<IServiceCollection>? more = null, Action<WebApplication>? map = null)
        => TestSocketHost.StartAsync(
            services =>
            {
                services.AddQueueRun(configure);
                services.AddAuthorization();
                services.AddSingleton<Rooms>();
                more?.Invoke(services);
            },
            app =>
            {
                map?.Invoke(app);
                app.MapSockets("/admin", "admin");
            });

    private protected static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
