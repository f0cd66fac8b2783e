using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using QueueRun.Connections;
using QueueRun.Presence;
using QueueRun.Routing;

namespace QueueRun.Hosting;

/// <summary>
/// At start, errors in the program's handlers are found before a connection is accepted. At stop, handlers finish, connections are closed,
/// and offline hooks run.
/// </summary>
internal sealed class SocketHost(
    IServiceProvider services, ConnectionTable table, IUserDirectory users, PresenceTracker presence, BlockedThreads threads, IHostApplicationLifetime lifetime,
    IOptions<QueueRunOptions> options, IOptions<HostOptions> host, TimeProvider time, ILogger<SocketHost> log) : IHostedService
{
    private readonly QueueRunOptions _options = options.Value;
    private CancellationTokenRegistration _stopping;
    private CancellationTokenSource? _overdue;
    private Task? _drained;
    private Task? _stopped;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        services.GetRequiredService<SocketEndpoint>();
        services.GetRequiredService<QueueRunGauges>();
        threads.Start();
        if (_options.AllowedOrigins.Contains(Origin.Any)) log.EveryOrigin();

        // The host must not give up before QueueRun's own shutdown time has passed.
        var needed = _options.ShutdownTimeout + TimeSpan.FromSeconds(5);
        if (host.Value.ShutdownTimeout < needed) host.Value.ShutdownTimeout = needed;

        // The server stops before this service and waits for its connections: closing must begin earlier.
        _stopping = lifetime.ApplicationStopping.Register(() => _drained = DrainAsync());
        return Task.CompletedTask;
    }

    /// <summary>Stops once, however often the program is stopped.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => (_stopped ??= StopAsync()).WaitAsync(cancellationToken);

    private async Task StopAsync()
    {
        await _stopping.DisposeAsync();
        await (_drained ?? DrainAsync());

        // Now the server has stopped and takes no more connections; one whose upgrade was under way when draining began may still be open.
        await AllGoneAsync();
        _overdue?.Dispose();
        await users.EndAsync();
        services.GetRequiredService<ConversationServices>().Calls.Close();
    }

    private async Task DrainAsync()
    {
        // Handlers have half of the time to finish by themselves, and an eighth to react to their token; clients have an eighth to
        // answer the close; the rest is for the offline hooks.
        using var cancelHandlers = After(0.5);
        using var closeAnyway = After(0.625);
        using var abort = After(0.75);
        _overdue = After(1);
        users.Stop();
        var closing = Task.WhenAll(table.Open.Select(connection => connection.ShutDownAsync(cancelHandlers.Token, closeAnyway.Token)));
        try
        {
            await closing.WaitAsync(abort.Token);
            await table.AllOverAsync().WaitAsync(abort.Token);
        }
        catch (OperationCanceledException)
        {
            log.ShutdownOverdue(_options.ShutdownTimeout, table.Open.Count);
            foreach (var connection in table.Open) connection.Abort();
        }

        await AllGoneAsync();

        CancellationTokenSource After(double part) => new(_options.ShutdownTimeout * part, time);
    }

    /// <summary>Completes when no connection is open and no user is online, offline hooks included; or when the time has passed.</summary>
    private async Task AllGoneAsync() => await Task.WhenAll(table.AllOverAsync(), presence.AllGoneAsync()).WaitAsync(_overdue!.Token)
        .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
}
