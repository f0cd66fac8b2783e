// A class with a Main, which leaves adding and mapping to other methods
static class Server
{
    private static int Main(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        Add(builder);
        using var app = builder.Build();
        Map(app);
        app.Run();
        return 0;
    }

    private static void Add(IHostApplicationBuilder builder) => builder.Services.AddQueueRun(options => options.DefaultTimeout = TimeSpan.FromSeconds(5));
    private static void Map(Microsoft.AspNetCore.Routing.IEndpointRouteBuilder endpoints) => endpoints.MapSockets("/ws").RequireHost("example.org");

    [SocketHandler] internal static string Echo(string data) => data;
}
