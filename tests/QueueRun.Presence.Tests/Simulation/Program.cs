using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using QueueRun.Connections;
using QueueRun.Diagnostics;
using QueueRun.Hosting;
using QueueRun.Presence;
using QueueRun.Routing;
using QueueRun.Wire;

namespace QueueRun.Presence.Tests.Simulation;

/// <summary>
/// The real program: everything that <c>AddQueueRun</c> adds, from the upgrade request to the hooks. Only the server, the network, the
/// thread pool and the time are not. Its methods tell the world of each call.
/// </summary>
internal sealed class Program : IDisposable
{
    private readonly ServiceProvider _services;

    public Program(World world, Plan plan, Clock time, Turns turns)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(Logs).SetMinimumLevel(LogLevel.Warning));
        services.AddSingleton<TimeProvider>(time);
        services.AddSingleton<IHostApplicationLifetime, ApplicationLifetime>();
        QueueRunHosting.AddQueueRun(services, new Module(world, plan), options =>
        {
            options.OfflineDelay = plan.OfflineDelay;
            options.DefaultTimeout = Plan.MethodTime;
            options.ShutdownTimeout = Plan.ShutdownTime;
            options.MaxConnectionsPerUser = Plan.MaxDevices;
            options.MaxUnauthenticatedConnections = Plan.MaxUnauthenticated;
        });
        services.AddSingleton(provider => new ConnectionSettings(
            provider.GetRequiredService<QueueRunOptions>(), time, provider.GetRequiredService<QueueRunMetrics>(), provider.GetRequiredService<ILogger<Connection>>())
        {
            Queue = item => turns.Post(static item => ((IThreadPoolWorkItem)item!).Execute(), item),
        });
        services.AddSingleton<IUserListener>(provider => new WatchedListener(world, provider.GetRequiredService<PresenceTracker>()));
        services.AddSingleton<IUserDirectory>(provider => new WatchedDirectory(
            world, ActivatorUtilities.CreateInstance<LocalUserDirectory>(provider)));
        _services = services.BuildServiceProvider();
        Host.StartAsync(default).GetAwaiter().GetResult();
    }

    public LogCounts Logs { get; } = new();

    public ISockets Sockets => _services.GetRequiredService<ISockets>();

    public SocketEndpoint Endpoint => _services.GetRequiredService<SocketEndpoint>();

    public IHostedService Host => _services.GetServices<IHostedService>().Single(service => service is SocketHost);

    public IHostApplicationLifetime Lifetime => _services.GetRequiredService<IHostApplicationLifetime>();

    public ConnectionTable Connections => _services.GetRequiredService<ConnectionTable>();

    public PresenceTracker Presence => _services.GetRequiredService<PresenceTracker>();

    public IUserDirectory Users => _services.GetRequiredService<IUserDirectory>();

    public WaitingRoom Waiting => _services.GetRequiredService<WaitingRoom>();

    public void Dispose() => _services.Dispose();

    private sealed class Module(World world, Plan plan) : QueueRunModule
    {
        public override string Name => "Simulation";

        public override void Describe(ModuleBuilder module)
        {
            module.OnConnect(new() { Name = "Connect", InvokeAsync = call => world.OnConnectAsync(call.HttpContext) });
            module.Authenticate(new()
            {
                Name = "Authenticate", Kind = MessageKind.Text, InvokeAsync = call => world.AuthenticateAsync(call.HttpContext, call.Text()),
            });
            module.Handler(new()
            {
                Name = "Handle", Kind = MessageKind.Text,
                InvokeAsync = call => world.HandleAsync(call.HttpContext, call.Text(), call.UserIdOrNull()),
            });

            // The last first: their names decide.
            foreach (var name in plan.Hooks(online: true).Reverse())
                module.OnOnline(new() { Name = name, InvokeAsync = call => world.CallHookAsync(call.UserId(), name, online: true, call.Token) });
            foreach (var name in plan.Hooks(online: false).Reverse())
                module.OnOffline(new() { Name = name, InvokeAsync = call => world.CallHookAsync(call.UserId(), name, online: false, call.Token) });
        }
    }

    private sealed class WatchedListener(World world, PresenceTracker presence) : IUserListener
    {
        public void Joined(ISocketUser user)
        {
            world.FirstJoined(user.Id);
            presence.Joined(user);
        }

        public void LastLeft(ISocketUser user)
        {
            world.LastLeft(user.Id);
            presence.LastLeft(user);
        }

        public Task ReadyAsync(string userId) => presence.ReadyAsync(userId);

        public bool IsOnline(string userId) => presence.IsOnline(userId);
    }

    private sealed class WatchedDirectory(World world, IUserDirectory users) : IUserDirectory
    {
        public ValueTask<bool> TryReserveAsync(string userId) => users.TryReserveAsync(userId);

        public void Release(string userId) => users.Release(userId);

        public ValueTask JoinAsync(Connection connection, ISocketUser user)
        {
            world.Joins(connection.HttpContext, user.Id);
            return users.JoinAsync(connection, user);
        }

        public Task ReadyAsync(string userId) => users.ReadyAsync(userId);

        public ValueTask LeaveAsync(Connection connection, ISocketUser user)
        {
            world.Leaves(connection.HttpContext, user.Id);
            return users.LeaveAsync(connection, user);
        }

        public ValueTask<SendResult> SendAsync(IReadOnlyList<string> userIds, Frame frame, Connection? own, CancellationToken cancellationToken)
            => users.SendAsync(userIds, frame, own, cancellationToken);

        public ValueTask CloseAsync(IReadOnlyList<string> userIds, int status, string? reason, CancellationToken cancellationToken)
            => users.CloseAsync(userIds, status, reason, cancellationToken);

        public ValueTask<bool> IsOnlineAsync(string userId, CancellationToken cancellationToken) => users.IsOnlineAsync(userId, cancellationToken);
    }
}

/// <summary>How often what was logged.</summary>
internal sealed class LogCounts : ILoggerProvider, ILogger
{
    private readonly Dictionary<int, int> _counts = [];

    public int this[int id] => _counts.GetValueOrDefault(id);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        => _counts[eventId.Id] = this[eventId.Id] + 1;

    public void Dispose()
    {
    }
}
