// Everything is there, and nothing is added
var app = WebApplication.CreateSlimBuilder(args).Build();
app.Run();

static class Chat
{
    [SocketHandler] internal static string {|QR0120:Echo|}(string data) => data;
    [SocketHandler("type=ping")] internal static string Ping() => "pong";
}
