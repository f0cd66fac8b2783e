// A class of the program's own file, beside its statements
var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddQueueRun();
var app = builder.Build();
app.MapSockets("/socket");
app.Run();

file static class Chat
{
    [SocketHandler] internal static string {|QR0001:Echo|}(string data) => data;
}
