using QueueRun;

// The page is found from wherever the program is started: beside it, or while it is developed, in this folder.
var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.WebHost.UseStaticWebAssets();
builder.Services.AddSingleton<Rooms>();
#if (sqlite)
builder.Services.AddQueueRun()                  // emitted: it knows every handler, hook and job
    .AddSqlite("Data Source=jobs.db");          // jobs survive the program
#else
builder.Services.AddQueueRun();                 // emitted: it knows every handler, hook and job
#endif
var app = builder.Build();

app.UseFileServer();                            // the page, in wwwroot
app.MapSockets("/socket");

// Not only handlers can send. A real program checks the caller: .RequireAuthorization().
app.MapPost("/rooms/{room}/announcements", async (string room, string text, ISockets sockets, Rooms rooms, CancellationToken token) =>
{
    foreach (var some in rooms.Members(room).Chunk(100))
        await sockets.To(some).SendAsync(new { @event = "announcement", room, text }, token);
});

app.Run();
