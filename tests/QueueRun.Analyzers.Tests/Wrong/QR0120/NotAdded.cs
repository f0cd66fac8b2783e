// Mapped, and not added
using On = QueueRun.SocketHandlerAttribute;

var app = WebApplication.CreateSlimBuilder(args).Build();
app.MapSockets("/socket");
app.Run();

partial class Program
{
    [On("type=ping")] internal static string {|QR0120:Ping|}() => "pong";
}
