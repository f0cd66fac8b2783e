// A class names an endpoint by a constant, and Main maps another one
static class Program
{
    internal const string Staff = "staff";

    static void Main(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Services.AddQueueRun();
        using var app = builder.Build();
        QueueRunEndpoints.MapSockets(app, "/socket").RequireCors("all");
        app.Run();
    }
}

[SocketEndpoint({|QR0067:Program.Staff|})]
static class Admin
{
    [SocketHandler("type=ban")] internal static string Ban(JsonElement data) => data.ToString();
    [SocketHandler("type=mute")] internal static string Mute(JsonElement data) => data.ToString();
}
