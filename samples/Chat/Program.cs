using System.Text.Json.Serialization;
using QueueRun;

// Settings and page stand beside the program, built or published, wherever it is started from.
var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Services.AddQueueRun();                 // emitted: it knows every handler and hook in Chat.cs
builder.Services.AddSingleton<Rooms>();
builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, HttpJson.Default));
var app = builder.Build();

app.Use((context, next) =>
{
    var headers = context.Response.Headers;
    headers.ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    headers.XContentTypeOptions = "nosniff";
    headers.CacheControl = "no-cache";
    return next(context);
});
app.UseDefaultFiles();
app.UseStaticFiles();

app.MapSockets("/socket");

// Handlers are not the only ones who can send. A real program asks who is calling: .RequireAuthorization().
//   curl http://localhost:5080/rooms/Lobby/announcements -H 'Content-Type: application/json' -d '{"text":"Cake in the kitchen!"}'
app.MapPost("/rooms/{room}/announcements", async (string room, Announcement data, ISockets sockets, Rooms rooms, CancellationToken token) =>
{
    try
    {
        var (said, members) = rooms.Announce(room, data.Text);
        var reached = await Chat.TellAsync(sockets, members, said, token);
        return Results.Text($"Announced in {said.Room} to {reached} of {members.Count} members.\n");
    }
    catch (SocketErrorException error)
    {
        return Results.Text(error.Message + "\n", statusCode: StatusCodes.Status400BadRequest);
    }
});

app.Run();

internal sealed record Announcement(string? Text);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Announcement))]
internal sealed partial class HttpJson : JsonSerializerContext;
