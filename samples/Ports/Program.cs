using QueueRun;

// The pages are beside the program, built or published, wherever it is started from.
var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Services.AddQueueRun();
builder.Services.AddSingleton<Market>().AddHostedService(services => services.GetRequiredService<Market>());
builder.Services.AddSingleton<Boards>();
builder.Services.AddSingleton<TodoLists>();
var app = builder.Build();

app.UseDefaultFiles();
app.UseStaticFiles();
app.MapSockets("/socket");
app.Run();

/// <summary>Who comes: <c>/socket?name=ann</c> is Ann, and <c>/socket</c> is a visitor without a name.</summary>
internal static class Visitors
{
    /// <summary>The name is taken on trust. A real program checks a cookie or a token here.</summary>
    [OnConnect]
    internal static SocketUser? Recognise(HttpContext context)
        => context.Request.Query["name"] is [{ Length: > 0 } name] ? new(name) : null;
}
