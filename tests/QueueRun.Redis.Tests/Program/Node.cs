using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

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
        ILoggerProvider? logs = null)
    {
        var app = Build(redis, events, prefix, configure, options, logs);
        await app.StartAsync(Token);
        return new(app);
    }

    /// <summary>The program, which shares its users with all that have the same prefix.</summary>
    public static WebApplication Build(
        string redis, Events events, string prefix, Action<QueueRunOptions>? configure = null, Action<RedisOptions>? options = null, ILoggerProvider? logs = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        if (logs is not null) builder.Logging.AddProvider(logs);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(events);
        builder.Services.AddHealthChecks().AddQueueRun();
        builder.Services.AddQueueRun(configure ?? (static _ => { })).AddRedis(redis, redis =>
        {
            redis.Prefix = prefix;
            redis.LeaseTime = TimeSpan.FromSeconds(3);
            options?.Invoke(redis);
        });
        var app = builder.Build();
        app.MapSockets("/socket");
        app.MapHealthChecks("/healthz");
        return app;
    }

    /// <summary>Connects a device of a user; of nobody, if the user is null.</summary>
    public Task<SocketClient> ConnectAsync(string? userId) => ConnectAsync(Address, userId);

    public static Task<SocketClient> ConnectAsync(Uri address, string? userId)
        => SocketClient.ConnectAsync(new UriBuilder(address) { Scheme = "ws", Path = "/socket", Query = userId is null ? "" : $"as={userId}" }.Uri);

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
