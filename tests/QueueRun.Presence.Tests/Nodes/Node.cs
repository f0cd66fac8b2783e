using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using QueueRun.Connections;
using QueueRun.Diagnostics;
using QueueRun.Hosting;
using QueueRun.Presence.Tests.Simulation;
using QueueRun.Routing;

namespace QueueRun.Presence.Tests.Nodes;

/// <summary>One of several processes that run the same program. All that makes it one of several is its directory.</summary>
internal sealed class Node : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly Turns _turns;

    /// <param name="name">Its name.</param>
    /// <param name="journal">What its hooks were called for.</param>
    /// <param name="turns">Where it runs.</param>
    /// <param name="shared">What it shares with others; null for a process that is alone.</param>
    /// <param name="time">The time; null if it never passes.</param>
    public Node(string name, List<string> journal, Turns turns, SharedUsers? shared = null, TimeProvider? time = null)
    {
        _turns = turns;
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(time ?? new FakeTimeProvider()); // a timer that fires would be on another thread, and perhaps after the test
        services.AddSingleton<IHostApplicationLifetime, ApplicationLifetime>();
        QueueRunHosting.AddQueueRun(services, new Module(this, journal), options => options.MaxConnectionsPerUser = 2);
        if (shared is not null)
        {
            services.AddSingleton<IUserDirectory>(provider => new SharedDirectory(
                shared, provider.GetRequiredService<IUserListener>(), provider.GetRequiredService<ConnectionTable>(),
                provider.GetRequiredService<RoomTable>(), provider.GetRequiredService<IOptions<QueueRunOptions>>()));
        }

        services.AddSingleton(provider => new ConnectionSettings(
            provider.GetRequiredService<QueueRunOptions>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<QueueRunMetrics>(),
            provider.GetRequiredService<ILogger<Connection>>())
        {
            Queue = item => turns.Post(static item => ((IThreadPoolWorkItem)item!).Execute(), item),
        });
        _services = services.BuildServiceProvider();
        Name = name;
        _services.GetRequiredService<IUserDirectory>(); // is one of the processes from now on
        Host.StartAsync(default).GetAwaiter().GetResult();
    }

    public string Name { get; }

    public ISockets Sockets => _services.GetRequiredService<ISockets>();

    /// <summary>Online hooks end when this does.</summary>
    public TaskCompletionSource? Held { get; set; }

    /// <summary>Called by the handlers of <c>{"do":"call"}</c> and, concurrently, <c>{"do":"beside"}</c>.</summary>
    public Func<ValueTask> Call { get; set; } = static () => default;

    /// <summary>Requests are let in when this has completed.</summary>
    public TaskCompletionSource? Door { get; set; }

    private IHostedService Host => _services.GetServices<IHostedService>().Single(service => service is SocketHost);

    /// <summary>Stops as a host does; the server has no time limit of its own.</summary>
    public async Task StopAsync(params Device[] devices)
    {
        _services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        foreach (var device in devices) await device.Request;
        await Host.StopAsync(default);
    }

    public Device Connect(string user)
    {
        var device = new Device($"{user} at {Name}", user);
        device.Request = _services.GetRequiredService<SocketEndpoint>().HandleAsync(device.HttpContext, name: null);
        _turns.All();
        return device;
    }

    public bool IsOnline(string user) => _turns.Await(Sockets.IsOnlineAsync(user).AsTask());

    public SendResult Send(string text, params string[] users) => _turns.Await(Sockets.To(users).SendAsync(text).AsTask());

    public void Dispose() => _services.Dispose();

    private sealed class Module(Node node, List<string> journal) : QueueRunModule
    {
        public override string Name => "Node";

        public override void Describe(ModuleBuilder module)
        {
            module.OnConnect(new()
            {
                Name = "Connect",
                InvokeAsync = async call =>
                {
                    if (node.Door is { } door) await door.Task;
                    return new SocketUser(call.HttpContext.Features.Get<Device>()!.User!);
                },
            });
            module.Handler(new()
            {
                Name = "Echo", Kind = MessageKind.Text, TimeoutSeconds = 600,
                InvokeAsync = call => call.Text() == "hang" ? new(Task.Delay(Timeout.Infinite, CancellationToken.None)) : call.ReplyAsync(call.Text()),
            });
            module.Handler(new()
            {
                Name = "Call", Kind = MessageKind.Json, RouteText = "do=call", Route = [new("do", "call")], TimeoutSeconds = 1, InvokeAsync = _ => node.Call(),
            });
            module.Handler(new()
            {
                Name = "Beside", Kind = MessageKind.Json, RouteText = "do=beside", Route = [new("do", "beside")], TimeoutSeconds = 600, Concurrent = true,
                InvokeAsync = _ => node.Call(),
            });
            module.OnOnline(new()
            {
                Name = "Online",
                InvokeAsync = async call =>
                {
                    journal.Add($"online {call.UserId()}");
                    if (node.Held is { } held) await held.Task;
                    await call.Socket.SendAsync($"hello {call.UserId()}");
                },
            });
            module.OnOffline(new()
            {
                Name = "Offline",
                InvokeAsync = call =>
                {
                    journal.Add($"offline {call.UserId()}");
                    return default;
                },
            });
        }
    }
}
