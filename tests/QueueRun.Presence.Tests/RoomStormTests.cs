using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using QueueRun.Connections;
using QueueRun.Hosting;
using QueueRun.Routing;
using QueueRun.Tests;

namespace QueueRun.Presence.Tests;

/// <summary>Real sockets, real threads: users and anonymous visitors who come into rooms and go as fast as this machine can.</summary>
[Collection(nameof(StormTests))]
public sealed class RoomStormTests : QueueRunModule
{
    private const int Users = 20, Tasks = 40, Times = 25, Rooms = 6;

    private readonly ConcurrentDictionary<(string User, string Room), Told> _told = new();
    private int _wrong;

    public override string Name => "RoomStorm";

    /// <summary>What the hooks of one user and room were called for.</summary>
    private sealed class Told
    {
        private int _running;

        public bool IsIn { get; private set; }

        public int Calls { get; private set; }

        public bool IsBroken { get; private set; }

        public async ValueTask CallAsync(bool joined)
        {
            if (Interlocked.Exchange(ref _running, 1) != 0 || IsIn == joined) IsBroken = true;
            IsIn = joined;
            Calls++;
            for (var i = 0; i < Calls % 3; i++) await Task.Yield();
            Volatile.Write(ref _running, 0);
        }
    }

    public override void Describe(ModuleBuilder module)
    {
        module.OnConnect(new() { Name = "Connect", InvokeAsync = call => new(new SocketUser(call.HttpContext.Request.Query["user"].ToString())) });
        module.Handler(new() { Name = "Handle", Kind = MessageKind.Text, NeedsHttpContext = false, InvokeAsync = call => HandleAsync(call.Socket, call.Text().Split(' ')) });
        module.OnJoin(new() { Name = "Join", InvokeAsync = call => ToldOf(call.UserId(), call.Room()).CallAsync(joined: true) });
        module.OnLeave(new() { Name = "Leave", InvokeAsync = call => ToldOf(call.UserId(), call.Room()).CallAsync(joined: false) });
        module.OnOffline(new() { Name = "Offline", InvokeAsync = call =>
        {
            if (_told.Any(told => told.Key.User == call.UserId() && told.Value.IsIn)) Interlocked.Increment(ref _wrong);
            return default;
        } });
    }

    [Fact]
    public async Task A_thousand_connections_in_six_rooms()
    {
        await using var app = Build();
        await app.StartAsync(TestContext.Current.CancellationToken);
        var address = new UriBuilder(app.Urls.Single()) { Scheme = "ws", Path = "/socket" };
        var sockets = app.Services.GetRequiredService<ISockets>();

        await Task.WhenAll(Enumerable.Range(0, Tasks).Select(task => Task.Run(async () =>
        {
            for (var i = 0; i < Times; i++) await ComeAndGoAsync(address.Uri, task, i);
        })));
        var (connections, rooms, presence) = (app.Services.GetRequiredService<ConnectionTable>(), app.Services.GetRequiredService<RoomTable>(), app.Services.GetRequiredService<PresenceTracker>());
        await Patience.EventuallyAsync(
            () => Task.FromResult((connections.Count, rooms.Count)), seen => seen is (0, 0) && presence.AllGoneAsync().IsCompleted);

        for (var room = 0; room < Rooms; room++) Assert.Empty(await sockets.MembersAsync($"room-{room}", TestContext.Current.CancellationToken));
        Assert.NotEmpty(_told);
        Assert.All(_told, told => Assert.True(told.Value is { IsBroken: false, IsIn: false }, $"The hooks of {told.Key} overlapped, or did not alternate, or {told.Value.Calls} calls end with a join."));
        Assert.Equal(0, _wrong);
        await app.StopAsync(TestContext.Current.CancellationToken);
    }

    private Told ToldOf(string user, string room) => _told.GetOrAdd((user, room), static _ => new());

    /// <summary><c>join room tag</c> and <c>leave room tag</c>, of the connection or, in capitals, of the user; the tag is sent to the room, or is the answer.</summary>
    private static async ValueTask HandleAsync(ISocket socket, string[] words)
    {
        var (room, tag) = (words[1], words[2]);
        switch (words[0])
        {
            case "join":
                await socket.Connection.JoinAsync(room);
                await socket.ToRoom(room).SendAsync(tag);
                break;
            case "JOIN":
                await socket.JoinAsync(room);
                await socket.ToRoom(room).SendAsync(tag);
                break;
            default:
                await socket.LeaveAsync(room);
                await socket.Connection.SendAsync(tag);
                break;
        }
    }

    private static async Task ComeAndGoAsync(Uri address, int task, int time)
    {
        var random = new Random(task * Times + time);
        var user = random.Next(4) == 0 ? "" : $"user-{task % Users}";
        await using var client = await SocketClient.ConnectAsync(new UriBuilder(address) { Query = $"user={user}" }.Uri);
        for (var i = 0; i < 4; i++)
        {
            var tag = $"#{task}:{time}:{i}";
            var isJoin = random.Next(3) > 0;
            await client.SendAsync($"{(!isJoin ? "leave" : random.Next(2) == 0 ? "join" : "JOIN")} room-{random.Next(Rooms)} {tag}");

            // Another device of the user may take the user out of the room between the join and the send: only an anonymous visitor is certain to hear it.
            if (isJoin && user != "") continue;

            var seen = new HashSet<string>();
            while (!seen.Contains(tag)) Assert.True(seen.Add((await client.ReceiveAsync()).Text), "A message came twice.");
        }

        if (random.Next(3) == 0) client.Abort();
        else if (random.Next(2) == 0) await client.CloseAsync();
    }

    private WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        QueueRunHosting.AddQueueRun(builder.Services, this, options =>
        {
            options.OfflineDelay = TimeSpan.FromMilliseconds(1);
            options.MaxConnectionsPerUser = 1_000;
        });
        var app = builder.Build();
        app.MapSockets("/socket");
        return app;
    }
}
