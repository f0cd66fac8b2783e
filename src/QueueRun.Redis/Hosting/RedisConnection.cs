using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using QueueRun.Presence;
using QueueRun.Redis.Store;
using StackExchange.Redis;

namespace QueueRun.Redis.Hosting;

/// <summary>The connection to Redis, with the settings that the directory needs.</summary>
internal static class RedisConnection
{
    /// <summary>Reads a connection string.</summary>
    /// <exception cref="ArgumentException">It cannot be read, or names no server.</exception>
    public static ConfigurationOptions Parse(string configuration)
    {
        if (string.IsNullOrWhiteSpace(configuration)) throw NoServer();

        ConfigurationOptions options;
        try
        {
            options = ConfigurationOptions.Parse(configuration);
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            throw new ArgumentException($"The connection string of Redis cannot be read: {error.Message}", nameof(configuration), error);
        }

        return options.EndPoints.Count > 0 ? options : throw NoServer();

        ArgumentException NoServer() => new("The connection string of Redis names no server: it begins with host:port.", nameof(configuration));
    }

    public static IClusterStore CreateStore(IServiceProvider provider, Func<IServiceProvider, IConnectionMultiplexer>? connection)
    {
        var options = provider.GetRequiredService<IOptions<RedisOptions>>().Value;
        var program = provider.GetRequiredService<QueueRunOptions>();
        var hooks = provider.GetRequiredService<PresenceHooks>();
        var settings = new StoreSettings(
            options.Prefix!, options.LeaseTime, options.ReplayLength, program.OfflineDelay > TimeSpan.Zero, hooks is { IsEmpty: true, HearsOfRooms: false }, hooks.HearsOfRooms,
            provider.GetRequiredService<IHostEnvironment>().ApplicationName);
        return new RedisStore(connection is null ? () => ConnectAsync(options) : () => Task.FromResult(connection(provider)), settings, provider.GetRequiredService<ILogger<RedisStore>>())
        {
            OwnsConnection = connection is null,
            Metrics = provider.GetRequiredService<ClusterMetrics>(),
        };
    }

    private static async Task<IConnectionMultiplexer> ConnectAsync(RedisOptions options)
    {
        var configuration = Parse(options.Configuration!);
        configuration.AbortOnConnectFail = false; // the program starts without Redis, too
        configuration.BacklogPolicy = BacklogPolicy.FailFast; // a command that cannot be sent now fails now, and does not wait and then fail
        configuration.AsyncTimeout = (int)options.SendTimeout.TotalMilliseconds;
        configuration.ClientName ??= "QueueRun";
        return await ConnectionMultiplexer.ConnectAsync(configuration);
    }
}
