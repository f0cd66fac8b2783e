using Microsoft.Extensions.DependencyInjection;
using QueueRun.Testing;

namespace QueueRun.Jobs.Tests.Running;

/// <summary>A test with a program of its own, whose clock begins at midnight.</summary>
public abstract class Running : IAsyncLifetime
{
    private protected static readonly DateTimeOffset Midnight = new(2026, 3, 28, 0, 0, 0, TimeSpan.Zero);

    private protected TestSocketHost Host { get; private set; } = null!;

    private protected TestSockets Sockets => Host.Sockets;

    private protected Record Record => Host.Services.GetRequiredService<Record>();

    private protected IQueueAdmin Admin => Host.Services.GetRequiredService<IQueueAdmin>();

    public async ValueTask InitializeAsync() => Host = await StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected static async Task<TestSocketHost> StartAsync(
        Action<QueueRunOptions>? configure = null, Action<QueueRunBuilder>? extend = null, DateTimeOffset? now = null)
    {
        var host = await TestSocketHost.StartAsync(services =>
        {
            var queueRun = services.AddQueueRun(options =>
            {
                options.MaxAttempts = 3;
                options.RetryDelay = Seconds(10);
                configure?.Invoke(options);
            });
            extend?.Invoke(queueRun);
            services.AddSingleton<Record>();
            services.AddVirtualTime(now ?? Midnight);
        });
        host.Services.GetRequiredService<Record>(); // its seconds begin now
        return host;
    }

    /// <summary>Pushes for no user, and waits until all due jobs are done.</summary>
    private protected Task<string> PushAsync(string? name, PushOptions? options = null) => PushAsync(Host, name, options);

    private protected static async Task<string> PushAsync(TestSocketHost host, string? name, PushOptions? options = null)
    {
        var id = await host.Services.GetRequiredService<IQueues>().PushAsync(name is null ? null! : new Work(name), options);
        await host.Sockets.IdleAsync();
        return id;
    }

    private protected static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
