using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using QueueRun.Connections;
using QueueRun.Hosting;
using QueueRun.Routing;
using QueueRun.Tests;

namespace QueueRun.Presence.Tests;

/// <summary>Real sockets, real threads: users who come and go as fast as this machine can.</summary>
[Collection(nameof(StormTests))]
public sealed class StormTests : QueueRunModule
{
    private static readonly byte[] _closeFrame = RawWebSocket.Frame(QueueRun.Tests.Opcode.Close, [3, 232]);
    private static readonly byte[] _message = RawWebSocket.Frame(QueueRun.Tests.Opcode.Text, "last words"u8.ToArray());

    private readonly ConcurrentDictionary<string, User> _users = new();

    public override string Name => "Storm";

    /// <summary>What the hooks of one user were called for.</summary>
    private sealed class User
    {
        private int _running;
        private int _calls;
        private bool _isOnline;

        public bool IsBroken { get; private set; }

        public bool IsOnline => _isOnline;

        public int Calls => _calls;

        public async ValueTask CallAsync(bool online)
        {
            if (Interlocked.Exchange(ref _running, 1) != 0 || _isOnline == online) IsBroken = true;
            _isOnline = online;
            _calls++;
            for (var i = 0; i < _calls % 3; i++) await Task.Yield();
            Volatile.Write(ref _running, 0);
        }
    }

    public override void Describe(ModuleBuilder module)
    {
        module.OnConnect(new() { Name = "Connect", InvokeAsync = call => new(new SocketUser(call.HttpContext.Request.Query["user"].ToString())) });
        module.Handler(new() { Name = "Handle", Kind = MessageKind.Text, NeedsHttpContext = false, InvokeAsync = _ => default });
        module.OnOnline(new() { Name = "Online", InvokeAsync = call => _users.GetOrAdd(call.UserId(), static _ => new()).CallAsync(online: true) });
        module.OnOffline(new() { Name = "Offline", InvokeAsync = call => _users.GetOrAdd(call.UserId(), static _ => new()).CallAsync(online: false) });
    }

    [Fact]
    public Task Ten_thousand_connections_of_one_user() => RunAsync(users: 1, tasks: 50, times: 200, offlineDelay: TimeSpan.Zero);

    [Fact]
    public Task Ten_thousand_connections_of_500_users_at_once()
        => RunAsync(users: 500, tasks: 500, times: 20, offlineDelay: TimeSpan.FromMilliseconds(1));

    private async Task RunAsync(int users, int tasks, int times, TimeSpan offlineDelay)
    {
        await using var app = Build(offlineDelay);
        await app.StartAsync(TestContext.Current.CancellationToken);
        var server = new IPEndPoint(IPAddress.Loopback, new Uri(app.Urls.Single()).Port);
        var sockets = app.Services.GetRequiredService<ISockets>();
        var connections = app.Services.GetRequiredService<ConnectionTable>();

        await StormAsync(times / 10);   // what a server holds once and for all is not what it keeps of each
        await CalmAsync();
        var memory = GC.GetTotalMemory(forceFullCollection: true);
        await StormAsync(times - times / 10);
        await CalmAsync();
        var kept = GC.GetTotalMemory(forceFullCollection: true) - memory;

        Assert.Equal(users, _users.Count);
        Assert.All(_users, user =>
        {
            Assert.False(user.Value.IsBroken, $"The hooks of {user.Key} overlapped, or did not alternate.");
            Assert.Equal(0, user.Value.Calls % 2);
        });
        foreach (var user in _users.Keys) Assert.False(await sockets.IsOnlineAsync(user, TestContext.Current.CancellationToken));

        // 9,000 connections: a kilobyte kept of each, or of each user, would be three times as much.
        Assert.True(kept < 3_000_000, $"{kept} bytes are kept.");
        await app.StopAsync(TestContext.Current.CancellationToken);

        Task StormAsync(int times) => Task.WhenAll(Enumerable.Range(0, tasks).Select(task => Task.Run(async () =>
        {
            var request = Request(server, $"user-{task % users}");
            var buffer = new byte[1024];
            for (var i = 0; i < times; i++) await ComeAndGoAsync(server, request, buffer, how: task + i);
        })));

        // Everybody has gone when no connection is left, and no hook has to be called.
        Task CalmAsync() => Patience.EventuallyAsync(
            () => Task.FromResult((Open: connections.Count, Online: _users.Count(user => user.Value.IsOnline))),
            seen => seen is (0, 0) && app.Services.GetRequiredService<PresenceTracker>().AllGoneAsync().IsCompleted);
    }

    private WebApplication Build(TimeSpan offlineDelay)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        QueueRunHosting.AddQueueRun(builder.Services, this, options =>
        {
            options.OfflineDelay = offlineDelay;
            options.MaxConnectionsPerUser = 10_000;
        });
        var app = builder.Build();
        app.MapSockets("/socket");
        return app;
    }

    private static byte[] Request(IPEndPoint server, string user)
        => Encoding.ASCII.GetBytes(string.Join("\r\n", RawWebSocket.Handshake(new Uri($"http://{server}/socket?user={user}"))) + "\r\n\r\n");

    private static async Task ComeAndGoAsync(IPEndPoint server, byte[] request, byte[] buffer, int how)
    {
        // Without lingering: a port that waits for what may still be under way is not to be had for a minute.
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, LingerState = new(true, 0) };
        await socket.ConnectAsync(server);
        await socket.SendAsync(request);
        var read = 0;
        while (buffer.AsSpan(0, read).IndexOf("\r\n\r\n"u8) < 0)
        {
            var count = await socket.ReceiveAsync(buffer.AsMemory(read));
            Assert.NotEqual(0, count);
            read += count;
        }

        Assert.StartsWith("HTTP/1.1 101 ", Encoding.ASCII.GetString(buffer, 0, read), StringComparison.Ordinal);
        switch (how % 4)
        {
            case 0: // as a browser does
                await socket.SendAsync(_closeFrame);
                while (await socket.ReceiveAsync(buffer) > 0)
                {
                }

                break;
            case 1: // in a hurry
                await socket.SendAsync(_message);
                await socket.SendAsync(_closeFrame);
                break;
            case 2:
                await socket.SendAsync(_message);
                break;
        }
    }
}

/// <summary>What is kept is measured of the whole process: nothing else may run in it.</summary>
[CollectionDefinition(nameof(StormTests), DisableParallelization = true)]
public class StormCollection;
