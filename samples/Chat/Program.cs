using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using QueueRun;
using StackExchange.Redis;

// Settings and page are beside the program, built or published, wherever it is started from.
var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Services.AddSingleton<Rooms>();
builder.Services.AddHealthChecks().AddQueueRun();
builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, HttpJson.Default));

// Data that must outlive the program: requested summaries; the keys of cookies and tokens, or every restart would sign everybody out; and
// the people who signed out everywhere.
var data = Path.Combine(builder.Environment.ContentRootPath, builder.Configuration["Data"] ?? "data");
Directory.CreateDirectory(data);
var queueRun = builder.Services.AddQueueRun().AddSqlite($"Data Source={Path.Combine(data, "jobs.db")}");
builder.Services.AddDataProtection().SetApplicationName("Chat").PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(data, "keys")));
builder.Services.AddSingleton(services => new SignIns(services.GetRequiredService<IDataProtectionProvider>(), Path.Combine(data, "stamps")));

// With a Redis, any number of processes are one: QueueRun and the rooms share its connection. The folder of data is theirs, too.
//   --QueueRun:Redis:Configuration localhost:6379
var configuration = builder.Configuration["QueueRun:Redis:Configuration"];
if (!string.IsNullOrEmpty(configuration))
{
    var redis = ConfigurationOptions.Parse(configuration);
    (redis.AbortOnConnectFail, redis.BacklogPolicy) = (false, BacklogPolicy.FailFast);
    builder.Services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(redis)).AddSingleton<IMemory, RedisMemory>();
    queueRun.AddRedis(services => services.GetRequiredService<IConnectionMultiplexer>());
}
else
{
    builder.Services.AddSingleton<IMemory, ProcessMemory>();
}

builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(Sessions.Configure);
var app = builder.Build();

app.Use((context, next) =>
{
    var headers = context.Response.Headers;
    headers.ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data: blob:; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    headers.XContentTypeOptions = "nosniff";
    headers["Referrer-Policy"] = "no-referrer";
    headers.CacheControl = "no-cache";
    return next(context);
});
app.Use(async (context, next) =>
{
    try
    {
        await next(context);
    }
    catch (SocketErrorException error) when (!context.Response.HasStarted)
    {
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        await context.Response.WriteAsync(error.Message + "\n");
    }
});
app.UseDefaultFiles();
app.UseStaticFiles();

app.MapSockets("/socket");
app.MapSessions();

// Not only handlers can send. A real program checks the caller: .RequireAuthorization().
//   curl http://localhost:5080/rooms/Lobby/announcements -H 'Content-Type: application/json' -d '{"text":"Cake in the kitchen!"}'
app.MapPost("/rooms/{room}/announcements", async (string room, Announcement data, ISockets sockets, Rooms rooms, CancellationToken token) =>
{
    var kept = await rooms.AddAsync((await rooms.LookAsync()).Find(room), null, data.Text);
    var devices = Wording.Count(await Chat.TellAsync(sockets, kept, token), "device");
    return Results.Text($"Announced in {kept.Said.Room} on {devices}{(string.IsNullOrEmpty(configuration) ? "" : " of this process, and at the others")}.\n");
});

// Runs the digest of nine on weekdays now:
//   curl http://localhost:5080/digest -X POST
app.MapPost("/digest", async (ISockets sockets, Rooms rooms, IMemory memory, TimeProvider time, CancellationToken token) =>
    Results.Text($"Posted in {Wording.Count(await Digests.PostAsync(sockets, rooms, memory, time, token), "room")}.\n"));

// A proxy asks for it, and sends nobody to a process that cannot take anybody.
app.MapHealthChecks("/health");

app.Run();

internal sealed record Announcement(string? Text);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SessionRequest))]
[JsonSerializable(typeof(Session))]
[JsonSerializable(typeof(Announcement))]
internal sealed partial class HttpJson : JsonSerializerContext;
