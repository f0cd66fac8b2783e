using QueueRun;

// The server of the benchmarks as QueueRun has it.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
var queueRun = builder.Services.AddQueueRun(options => options.KeepAliveInterval = Instruments.KeepAlive(builder.Configuration));
if (Pipeline.IsThere && builder.Configuration["Redis"] is { } redis) Cluster.Add(queueRun, redis);
Pipeline.Add(builder);
var app = builder.Build();
Pipeline.Use(app);
app.MapSockets("/socket");
await app.StartAsync();
Instruments.Serve();
await app.StopAsync();

/// <summary>One of several processes: <c>--Redis=127.0.0.1:6379</c>. A server without the argument loads none of it.</summary>
internal static class Cluster
{
    public static void Add(QueueRunBuilder queueRun, string redis) => queueRun.AddRedis(redis);
}

internal static class Handlers
{
    private static readonly string[][] s_everybody = [.. Users.Everybody(1_000).Chunk(100)];

    private static readonly Said s_pong = new("lobby", "ann", "pong");

    [OnConnect]
    internal static SocketUser? Connect(HttpContext context) => context.Request.Query["user"].ToString() is { Length: > 0 } user ? new(user) : null;

    [SocketHandler]
    internal static Said Say(Say say) => new(say.Room, "ann", say.Text);

    /// <summary>As <see cref="Say"/>, with a token.</summary>
    [SocketHandler]
    internal static Said SayInTime(SayInTime say, CancellationToken token) => token.IsCancellationRequested ? throw new InvalidOperationException() : new(say.Room, "ann", say.Text);

    /// <summary>Makes nothing: what is allocated then is QueueRun's.</summary>
    [SocketHandler("action=ping")]
    internal static Said Ping() => s_pong;

    /// <summary>As <see cref="Ping"/>, with a token.</summary>
    [SocketHandler("action=ping_in_time")]
    internal static Said PingInTime(CancellationToken token) => token.IsCancellationRequested ? throw new InvalidOperationException() : s_pong;

    /// <summary>To a thousand users.</summary>
    [SocketHandler]
    internal static async Task Shout(Shout shout, ISocket socket)
    {
        var said = new Said(shout.Room, "ann", shout.Text);
        foreach (var users in s_everybody) await socket.To(users).SendAsync(said);
    }

    /// <summary>A page, to a thousand users.</summary>
    [SocketHandler("action=publish/[room]")]
    internal static async Task Publish(string room, ISocket socket)
    {
        var page = new Page(room, Lines.Next());
        foreach (var users in s_everybody) await socket.To(users).SendAsync(page);
    }

    /// <summary>To a room.</summary>
    [SocketHandler]
    internal static async Task Announce(Announce announce, ISocket socket)
        => await socket.ToRoom(announce.Room).SendAsync(new Said(announce.Room, "ann", announce.Text));

    [SocketHandler("action=enter/[room]")]
    internal static async Task<Said> Enter(string room, ISocket socket)
    {
        await socket.JoinAsync(room);
        return s_pong;
    }

    /// <summary>A hundred rooms, each of which it enters and leaves, ten times.</summary>
    [SocketHandler("action=churn")]
    internal static async Task<Said> Churn(ISocket socket)
    {
        for (var turn = 0; turn < Rooms.Turns; turn++)
        {
            foreach (var room in Rooms.Churned)
            {
                await socket.JoinAsync(room);
                await socket.LeaveAsync(room);
            }
        }

        return s_pong;
    }

    /// <summary>Ends when it is released.</summary>
    [SocketHandler("action=wait", Concurrent = true)]
    internal static async Task<Said> Wait()
    {
        await Waiting.OneAsync();
        return s_pong;
    }

    /// <summary>The same rooms, entered.</summary>
    [SocketHandler("action=occupy")]
    internal static async Task<Said> Occupy(ISocket socket)
    {
        foreach (var room in Rooms.Churned) await socket.JoinAsync(room);
        return s_pong;
    }

    /// <summary>The rooms of this user.</summary>
    [SocketHandler("action=settle")]
    internal static async Task<Said> Settle(SocketUser user, ISocket socket)
    {
        foreach (var room in Rooms.Of(user.Id)) await socket.JoinAsync(room);
        return s_pong;
    }

    /// <summary>To a hundred users.</summary>
    [SocketHandler]
    internal static async Task Tell(Tell tell, ISocket socket) => await socket.To(s_everybody[0]).SendAsync(new Said(tell.Room, "ann", tell.Text));

    /// <summary>To another hundred users.</summary>
    [SocketHandler]
    internal static async Task TellOthers(TellOthers tell, ISocket socket) => await socket.To(s_everybody[1]).SendAsync(new Said(tell.Room, "ann", tell.Text));

    /// <summary>To one user.</summary>
    [SocketHandler]
    internal static async Task Whisper(Whisper whisper, ISocket socket) => await socket.To(whisper.User).SendAsync(new Said(whisper.Room, "ann", whisper.Text));
}

[SocketMessage("action", "say")] internal sealed record Say(string Room, string Text);
[SocketMessage("action", "say_in_time")] internal sealed record SayInTime(string Room, string Text);
[SocketMessage("action", "shout")] internal sealed record Shout(string Room, string Text);
[SocketMessage("action", "announce")] internal sealed record Announce(string Room, string Text);
[SocketMessage("action", "tell")] internal sealed record Tell(string Room, string Text);
[SocketMessage("action", "tellothers")] internal sealed record TellOthers(string Room, string Text);
[SocketMessage("action", "whisper")] internal sealed record Whisper(string User, string Room, string Text);
[SocketMessage("event", "said")] internal sealed record Said(string Room, string From, string Text);
[SocketMessage("event", "page")] internal sealed record Page(string Room, Line[] Lines);
