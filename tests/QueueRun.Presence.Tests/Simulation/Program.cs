using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using QueueRun.Connections;
using QueueRun.Diagnostics;
using QueueRun.Hosting;
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
            options.MaxRoomsPerUser = Plan.MaxRooms;
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

    public RoomTable Rooms => _services.GetRequiredService<RoomTable>();

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
                Name = "Authenticate", Kind = MessageKind.Text, InvokeAsync = call => world.AuthenticateAsync(call.HttpContext, call.Socket, call.Text()),
            });
            module.Handler(new()
            {
                Name = "Handle", Kind = MessageKind.Text,
                InvokeAsync = call => world.HandleAsync(call.HttpContext, call.Socket, call.Text(), call.UserIdOrNull()),
            });

            Hook(PresenceEvent.Online, module.OnOnline);
            Hook(PresenceEvent.Offline, module.OnOffline);
            Hook(PresenceEvent.Join, module.OnJoin);
            Hook(PresenceEvent.Leave, module.OnLeave);

            // The last first: their names decide.
            void Hook(PresenceEvent happened, Action<HookDescriptor> add)
            {
                foreach (var name in plan.Hooks(happened).Reverse())
                    add(new() { Name = name, InvokeAsync = call => world.CallHookAsync(new(happened, call.User<ISocketUser>(), call.Room()), name, call.Socket, call.Token) });
            }
        }
    }

    private sealed class WatchedListener(World world, PresenceTracker presence) : IUserListener
    {
        public void Joined(ISocketUser user, long number)
        {
            world.FirstJoined(user.Id);
            presence.Joined(user, number);
        }

        public bool LastLeft(ISocketUser user, long number)
        {
            world.LastLeft(user.Id);
            return presence.LastLeft(user, number);
        }

        public bool TryGoOffline(string userId, int departure, long number) => presence.TryGoOffline(userId, departure, number);

        public void Stop() => presence.Stop();

        public void Adopt(Adoption adoption) => throw new NotSupportedException("There is one process.");

        public IReadOnlyList<string> Resign(string userId) => throw new NotSupportedException("There is one process.");

        public void Restore(string userId, IReadOnlyList<string> rooms, IReadOnlyList<string> told) => throw new NotSupportedException("There is one process.");

        public bool TryLeaveRooms(string userId)
        {
            var mayLeave = presence.TryLeaveRooms(userId);
            if (mayLeave) world.LeavesRooms(userId);
            return mayLeave;
        }

        public bool HearsOfRooms => presence.HearsOfRooms;

        public void Entered(ISocketUser user, string room) => presence.Entered(user, room);

        public void Left(ISocketUser user, string room) => presence.Left(user, room);

        public Task ReadyAsync(string userId) => presence.ReadyAsync(userId);

        public bool IsOnline(string userId) => presence.IsOnline(userId);
    }

    private sealed class WatchedDirectory(World world, IUserDirectory users) : IUserDirectory
    {
        public ValueTask<bool> TryReserveAsync(string userId) => users.TryReserveAsync(userId);

        public ValueTask ReleaseAsync(string userId) => users.ReleaseAsync(userId);

        public ValueTask JoinAsync(Connection connection, ISocketUser user)
        {
            world.Joins(connection.HttpContext!, user.Id);
            return users.JoinAsync(connection, user);
        }

        public Task ReadyAsync(string userId) => users.ReadyAsync(userId);

        public ValueTask LeaveAsync(Connection connection, ISocketUser? user)
        {
            world.Leaves(connection.HttpContext!, user?.Id);
            return users.LeaveAsync(connection, user);
        }

        public void GoOffline(string userId, int departure) => users.GoOffline(userId, departure);

        public ValueTask LeaveRoomsAsync(string userId) => users.LeaveRoomsAsync(userId);

        public void Stop() => users.Stop();

        public ValueTask<SendResult> SendAsync(Recipients to, Frame frame, CancellationToken cancellationToken)
            => users.SendAsync(to, frame, cancellationToken);

        public ValueTask CloseAsync(Recipients who, int status, string? reason, CancellationToken cancellationToken)
            => users.CloseAsync(who, status, reason, cancellationToken);

        public ValueTask<bool> IsOnlineAsync(string userId, CancellationToken cancellationToken) => users.IsOnlineAsync(userId, cancellationToken);

        public ValueTask<IReadOnlyList<string>> OnlineAsync(IReadOnlyList<string> userIds, CancellationToken cancellationToken) => users.OnlineAsync(userIds, cancellationToken);

        public ValueTask EnterAsync(in Recipients who, string room, CancellationToken cancellationToken) => users.EnterAsync(who, room, cancellationToken);

        public ValueTask ExitAsync(in Recipients who, string room, CancellationToken cancellationToken) => users.ExitAsync(who, room, cancellationToken);

        public ValueTask<IReadOnlyList<string>> MembersAsync(string room, CancellationToken cancellationToken) => users.MembersAsync(room, cancellationToken);
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
