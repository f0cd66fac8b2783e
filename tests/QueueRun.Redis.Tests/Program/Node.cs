using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using QueueRun.Hosting;
using QueueRun.Presence;
using StackExchange.Redis;

namespace QueueRun.Redis.Tests;

/// <summary>One process of the program, with a server of its own. All that it shares with others is Redis.</summary>
public sealed class Node : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Node(WebApplication app) => _app = app;

    public ISockets Sockets => _app.Services.GetRequiredService<ISockets>();

    public IServiceProvider Services => _app.Services;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public Uri Address => new(_app.Urls.First());

    public static async Task<Node> StartAsync(
        string redis, Events events, string prefix = "test", Action<QueueRunOptions>? configure = null, Action<RedisOptions>? options = null,
        ILoggerProvider? logs = null, string? program = null, bool hasUserHooks = true)
    {
        var app = Build(redis, events, prefix, configure, options, logs, program);
        if (!hasUserHooks) RemoveUserHooks(app);
        return await StartAsync(app);
    }

    /// <summary>Starts a process over a connection of its own to Redis.</summary>
    public static Task<Node> StartAsync(Func<IServiceProvider, IConnectionMultiplexer> connection, Events events)
        => StartAsync(Build(events, static _ => { }, null, null, builder =>
        {
            builder.AddRedis(connection);
            builder.Services.Configure<RedisOptions>(static redis => (redis.Prefix, redis.LeaseTime) = ("test", TimeSpan.FromSeconds(3)));
        }));

    private static async Task<Node> StartAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync(Token);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new(app);
    }

    /// <summary>Makes it a program that has hooks for rooms alone, before it starts.</summary>
    public static void RemoveUserHooks(WebApplication app)
    {
        var hooks = app.Services.GetRequiredService<ModuleBuilder>().Hooks;
        hooks[PresenceEvent.Online].Clear();
        hooks[PresenceEvent.Offline].Clear();
    }

    /// <summary>The program, which shares its users with all that have the same prefix.</summary>
    public static WebApplication Build(
        string redis, Events events, string prefix, Action<QueueRunOptions>? configure = null, Action<RedisOptions>? options = null, ILoggerProvider? logs = null,
        string? program = null)
        => Build(events, configure ?? (static _ => { }), logs, program, builder => builder.AddRedis(redis, redis =>
        {
            redis.Prefix = prefix;
            redis.LeaseTime = TimeSpan.FromSeconds(3);
            options?.Invoke(redis);
        }));

    private static WebApplication Build(Events events, Action<QueueRunOptions> configure, ILoggerProvider? logs, string? program, Action<QueueRunBuilder> addRedis)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = program });
        builder.Logging.ClearProviders();
        if (logs is not null) builder.Logging.AddProvider(logs);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(events);
        builder.Services.AddHealthChecks().AddQueueRun();
        addRedis(builder.Services.AddQueueRun(configure));
        var app = builder.Build();
        app.MapSockets("/socket");
        app.MapHealthChecks("/healthz");
        return app;
    }

    /// <summary>Connects a device of a user, of the program's own type if there is a name; of nobody, if the user is null.</summary>
    public Task<SocketClient> ConnectAsync(string? userId, string name = "") => ConnectAsync(Address, userId, name);

    public static Task<SocketClient> ConnectAsync(Uri address, string? userId, string name)
        => SocketClient.ConnectAsync(new UriBuilder(address) { Scheme = "ws", Path = "/socket", Query = userId is null ? "" : $"as={userId}&name={name}" }.Uri);

    public Task<SendResult> SendAsync(string userId, string text) => Sockets.To(userId).SendAsync(text, Token).AsTask();

    public Task<SendResult> SendAsync(string[] userIds, string text) => Sockets.To(userIds).SendAsync(text, Token).AsTask();

    public Task<SendResult> SendToRoomAsync(string room, string text) => Sockets.ToRoom(room).SendAsync(text, Token).AsTask();

    public Task<SendResult> SendToAllAsync(string text) => Sockets.All.SendAsync(text, Token).AsTask();

    public Task<bool> IsOnlineAsync(string userId) => Sockets.IsOnlineAsync(userId, Token).AsTask();

    public async Task<string> OnlineAsync(params string[] userIds) => string.Join(' ', await Sockets.OnlineAsync(userIds, Token));

    public async Task<string> MembersAsync(string room) => string.Join(' ', await Sockets.MembersAsync(room, Token));

    public Task JoinAsync(string userId, string room) => Sockets.To(userId).JoinAsync(room, Token).AsTask();

    public Task CloseAsync(string userId, string reason) => Sockets.To(userId).CloseAsync(WebSocketCloseStatus.PolicyViolation, reason, Token).AsTask();

    public Task StopAsync() => _app.StopAsync(Token);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}
