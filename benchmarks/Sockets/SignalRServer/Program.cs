using System.Text.Json.Serialization;
using Microsoft.AspNetCore.SignalR;

// The server of the benchmarks as SignalR has it: the JSON protocol, typed by a source-generated context, so that it can be published as AOT.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
builder.Services.AddSingleton<IUserIdProvider, QueryUser>();
var signalR = builder.Services.AddSignalR(options =>
    {
        options.KeepAliveInterval = Instruments.KeepAlive(builder.Configuration);
        options.MaximumParallelInvocationsPerClient = builder.Configuration.GetValue("QueueRun:MaxConcurrentCalls", 1);
        options.ClientTimeoutInterval = TimeSpan.FromHours(2); // it expects clients to ping, and these do not
    })
    .AddJsonProtocol(options => options.PayloadSerializerOptions.TypeInfoResolverChain.Insert(0, Messages.Default));
if (Pipeline.IsThere && builder.Configuration["Redis"] is { } redis) Cluster.Add(signalR, redis);
Pipeline.Add(builder);
var app = builder.Build();
Pipeline.Use(app);
app.MapHub<ChatHub>("/socket");
await app.StartAsync();
Instruments.Serve();
await app.StopAsync();

/// <summary>One of several processes: <c>--Redis=127.0.0.1:6379</c>. A server without the argument loads none of it.</summary>
internal static class Cluster
{
    public static void Add(ISignalRServerBuilder signalR, string redis) => signalR.AddStackExchangeRedis(redis);
}

internal sealed class ChatHub : Hub
{
    private static readonly Said s_pong = new("lobby", "ann", "pong");

    private static readonly string[] s_everybody = [.. Users.Everybody(1_000)];

#pragma warning disable CA1822 // a hub's methods are methods of its instance
    public Said Say(Say say) => new(say.Room, "ann", say.Text);
#pragma warning restore CA1822

    public Task Shout(Say say) => Clients.All.SendAsync("said", new Said(say.Room, "ann", say.Text));

    public Task Publish(Say say) => Clients.All.SendAsync("page", new Page(say.Room, Lines.Next()));

    public Task Announce(Say say) => Clients.Group(say.Room).SendAsync("said", new Said(say.Room, "ann", say.Text));

    public Task Enter(Say say) => Groups.AddToGroupAsync(Context.ConnectionId, say.Room);

    /// <summary>A hundred groups, each of which it enters and leaves, ten times.</summary>
    public async Task Churn(Say say)
    {
        for (var turn = 0; turn < Rooms.Turns; turn++)
        {
            foreach (var room in Rooms.Churned)
            {
                await Groups.AddToGroupAsync(Context.ConnectionId, room);
                await Groups.RemoveFromGroupAsync(Context.ConnectionId, room);
            }
        }
    }

#pragma warning disable CA1822 // a hub's methods are methods of its instance
    /// <summary>Ends when it is released.</summary>
    public async Task<Said> Wait(Say say)
    {
        await Waiting.OneAsync();
        return s_pong;
    }
#pragma warning restore CA1822

    /// <summary>The same groups, entered.</summary>
    public async Task Occupy(Say say)
    {
        foreach (var room in Rooms.Churned) await Groups.AddToGroupAsync(Context.ConnectionId, room);
    }

    /// <summary>The groups of this user.</summary>
    public async Task Settle(Say say)
    {
        foreach (var room in Rooms.Of(Context.UserIdentifier!)) await Groups.AddToGroupAsync(Context.ConnectionId, room);
    }

    public Task Tell(Say say) => Clients.Users(s_everybody[..100]).SendAsync("said", new Said(say.Room, "ann", say.Text));

    public Task TellOthers(Say say) => Clients.Users(s_everybody[100..200]).SendAsync("said", new Said(say.Room, "ann", say.Text));

    public Task Whisper(Whisper whisper) => Clients.User(whisper.User).SendAsync("said", new Said(whisper.Room, "ann", whisper.Text));
}

internal sealed class QueryUser : IUserIdProvider
{
    public string? GetUserId(HubConnectionContext connection) => connection.User.FindFirst(System.Security.Claims.ClaimTypes.NameIdentifier)?.Value ?? connection.GetHttpContext()?.Request.Query["user"];
}

internal sealed record Say(string Room, string Text);
internal sealed record Whisper(string User, string Room, string Text);
internal sealed record Said(string Room, string From, string Text);
internal sealed record Page(string Room, Line[] Lines);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Say))]
[JsonSerializable(typeof(Whisper))]
[JsonSerializable(typeof(Said))]
[JsonSerializable(typeof(Page))]
internal sealed partial class Messages : JsonSerializerContext;
