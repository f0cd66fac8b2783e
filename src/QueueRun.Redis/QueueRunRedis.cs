using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using QueueRun.Connections;
using QueueRun.Redis;
using QueueRun.Redis.Cluster;
using QueueRun.Redis.Hosting;
using StackExchange.Redis;

namespace QueueRun;

/// <summary>Makes several processes of a program one, over Redis.</summary>
public static class QueueRunRedis
{
    /// <summary>
    /// Users, rooms and presence become those of all processes that share the Redis and have the same <see cref="RedisOptions.Prefix"/>.
    /// </summary>
    /// <param name="builder">The result of <c>AddQueueRun</c>.</param>
    /// <param name="configuration">StackExchange.Redis' connection string: <c>redis:6379</c>.</param>
    /// <exception cref="ArgumentException">The text is not a connection string.</exception>
    public static QueueRunBuilder AddRedis(this QueueRunBuilder builder, string configuration) => AddRedis(builder, configuration, static _ => { });

    /// <summary>
    /// Users, rooms and presence become those of all processes that share the Redis and have the same <see cref="RedisOptions.Prefix"/>.
    /// </summary>
    /// <param name="builder">The result of <c>AddQueueRun</c>.</param>
    /// <param name="configuration">StackExchange.Redis' connection string: <c>redis:6379</c>.</param>
    /// <param name="configure">Sets further options.</param>
    /// <exception cref="ArgumentException">The text is not a connection string.</exception>
    public static QueueRunBuilder AddRedis(this QueueRunBuilder builder, string configuration, Action<RedisOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        ArgumentException.ThrowIfNullOrWhiteSpace(configuration);
        _ = RedisConnection.Parse(configuration);
        builder.Services.Configure<RedisOptions>(options => options.Configuration = configuration);
        return Add(builder, configure, null);
    }

    /// <summary>
    /// As <see cref="AddRedis(QueueRunBuilder, string)"/>, with a connection that the application has already. Its settings stay as they
    /// are: let <c>AbortOnConnectFail</c> be false and <c>BacklogPolicy</c> be <c>FailFast</c>. Further options are those of the
    /// configuration, or of <c>services.Configure&lt;RedisOptions&gt;(…)</c>.
    /// </summary>
    /// <param name="builder">The result of <c>AddQueueRun</c>.</param>
    /// <param name="connection">Gives the connection. It is not disposed by QueueRun.</param>
    public static QueueRunBuilder AddRedis(this QueueRunBuilder builder, Func<IServiceProvider, IConnectionMultiplexer> connection)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(connection);
        return Add(builder, static _ => { }, connection);
    }

    private static QueueRunBuilder Add(QueueRunBuilder builder, Action<RedisOptions> configure, Func<IServiceProvider, IConnectionMultiplexer>? connection)
    {
        var services = builder.Services;
        services.AddOptions<RedisOptions>().Configure<IServiceProvider>(RedisOptionRules.Configure).ValidateOnStart();
        services.Replace(ServiceDescriptor.Singleton<IValidateOptions<RedisOptions>>(new RedisOptionRules(ownsConnection: connection is null)));
        services.Configure(configure);

        services.TryAddSingleton<ClusterMetrics>();
        services.Replace(ServiceDescriptor.Singleton(provider => RedisConnection.CreateStore(provider, connection)));
        services.TryAddSingleton(provider => Settings(provider.GetRequiredService<IOptions<RedisOptions>>().Value));
        services.TryAddSingleton<ClusterDirectory>();
        services.Replace(ServiceDescriptor.Singleton<IUserDirectory>(provider => provider.GetRequiredService<ClusterDirectory>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ClusterHost>());
        return builder;
    }

    private static ClusterSettings Settings(RedisOptions options)
        => new(options.Prefix!, options.LeaseTime, options.SendTimeout, options.ConnectTimeout, options.MaxPendingSize);
}
