// A hook by its full name in a class with a Main, whose [OnConnect] decides nothing
static class Server
{
    static async Task Main()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Services.AddQueueRun();
        await using var app = builder.Build();
        app.MapSockets("/socket");
        await app.RunAsync();
    }

    [OnConnect] internal static void Connect(HttpContext context) => Console.WriteLine(context.Request.Path);
    [global::QueueRun.OnOffline] internal static Task {|QR0061:Gone|}(string userId) => Console.Out.WriteLineAsync(userId);
}
