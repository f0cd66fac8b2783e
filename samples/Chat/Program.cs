using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using QueueRun;

// Settings and page stand beside the program, built or published, wherever it is started from.
var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Services.AddSingleton<Rooms>();
builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, HttpJson.Default));

// What has to outlive the program: summaries that were asked for; the keys of cookies and tokens, or every restart would sign everybody
// out; and who signed out everywhere.
var data = Path.Combine(builder.Environment.ContentRootPath, builder.Configuration["Data"] ?? "data");
Directory.CreateDirectory(data);
builder.Services.AddQueueRun()                  // emitted: it knows every handler, hook and job
    .AddSqlite($"Data Source={Path.Combine(data, "jobs.db")}");
builder.Services.AddDataProtection().SetApplicationName("Chat").PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(data, "keys")));
builder.Services.AddSingleton(services => new SignIns(services.GetRequiredService<IDataProtectionProvider>(), Path.Combine(data, "stamps")));

// One way in: a cookie. The browser sends it along with the request that opens a WebSocket, and HttpContext.User says who it is.
builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(options =>
{
    options.Cookie.Name = "chat";
    options.Cookie.SameSite = SameSiteMode.Strict;
    options.ExpireTimeSpan = SignIns.Lifetime;
    options.Events.OnValidatePrincipal = context =>
    {
        // The other way in: a tab with a token of its own shows it in the first message (Chat.cs), whoever else this browser belongs to.
        if (context.Request.Query.ContainsKey("tab")
            || !context.HttpContext.RequestServices.GetRequiredService<SignIns>().IsCurrent(context.Principal!))
            context.RejectPrincipal();
        return Task.CompletedTask;
    };
});
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

// Who you are is taken on trust. A real program asks for a password, a passkey or another site's word here; the rest stays as it is.
app.MapPost("/session", async (SessionRequest data, HttpContext context, SignIns signIns) =>
{
    var name = Names.Check(data.Name, "name");
    if (!data.Stay)
        return new Session(signIns.IssueToken(name, SignIns.Lifetime));         // for one tab, which keeps it
    await context.SignInAsync(signIns.Create(name), new AuthenticationProperties { IsPersistent = true });
    return new Session(null);
});
app.MapDelete("/session", (HttpContext context) => context.SignOutAsync());

// Handlers are not the only ones who can send. A real program asks who is calling: .RequireAuthorization().
//   curl http://localhost:5080/rooms/Lobby/announcements -H 'Content-Type: application/json' -d '{"text":"Cake in the kitchen!"}'
app.MapPost("/rooms/{room}/announcements", async (string room, Announcement data, ISockets sockets, Rooms rooms, CancellationToken token) =>
{
    var (said, members) = rooms.Announce(room, data.Text);
    var reached = await Chat.TellAsync(sockets, members, said, token);
    return Results.Text($"Announced in {said.Message.Room} to {reached} of {members.Count} members.\n");
});

// The same that is done at nine on weekdays, now:
//   curl http://localhost:5080/digest -X POST
app.MapPost("/digest", async (ISockets sockets, Rooms rooms, TimeProvider time, CancellationToken token) =>
    Results.Text($"Posted in {Wording.Count(await Digests.PostAsync(sockets, rooms, time, token), "room")}.\n"));

app.Run();

internal sealed record SessionRequest(string? Name, bool Stay);

internal sealed record Session(string? Token);

internal sealed record Announcement(string? Text);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SessionRequest))]
[JsonSerializable(typeof(Session))]
[JsonSerializable(typeof(Announcement))]
internal sealed partial class HttpJson : JsonSerializerContext;
