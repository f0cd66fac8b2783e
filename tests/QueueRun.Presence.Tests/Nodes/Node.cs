using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
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

    public Node(string name, SharedUsers shared, List<string> journal, Turns turns)
    {
        _turns = turns;
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IHostApplicationLifetime, ApplicationLifetime>();
        QueueRunHosting.AddQueueRun(services, new Module(this, journal), options => options.MaxConnectionsPerUser = 2);
        services.AddSingleton<IUserDirectory>(provider => new SharedDirectory(
            shared, provider.GetRequiredService<IUserListener>(), provider.GetRequiredService<IOptions<QueueRunOptions>>()));
        services.AddSingleton(provider => new ConnectionSettings(
            provider.GetRequiredService<QueueRunOptions>(), TimeProvider.System, provider.GetRequiredService<QueueRunMetrics>(),
            provider.GetRequiredService<ILogger<Connection>>())
        {
            Queue = item => turns.Post(static item => ((IThreadPoolWorkItem)item!).Execute(), item),
        });
        _services = services.BuildServiceProvider();
        Name = name;
        _services.GetRequiredService<IUserDirectory>(); // is one of the processes from now on
    }

    public string Name { get; }

    public ISockets Sockets => _services.GetRequiredService<ISockets>();

    /// <summary>Online hooks end when this does.</summary>
    public TaskCompletionSource? Held { get; set; }

    public Device Connect(string user)
    {
        var device = new Device($"{user} at {Name}", user);
        device.Request = _services.GetRequiredService<SocketEndpoint>().HandleAsync(device.HttpContext);
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
                Name = "Connect", InvokeAsync = call => new(new SocketUser(call.HttpContext.Features.Get<Device>()!.User!)),
            });
            module.Handler(new() { Name = "Echo", Kind = MessageKind.Text, InvokeAsync = call => call.ReplyAsync(call.Text()) });
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
