// Handlers in the partial Program, beside its statements
var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddQueueRun();
var app = builder.Build();
app.MapSockets("/");
await app.RunAsync();

partial class Program
{
    [SocketHandler] internal static string Echo(string data) => data;
    [SocketHandler("type=time")] public static DateTime Time() => DateTime.UtcNow;
}
