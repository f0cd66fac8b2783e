// A hook in a program of statements where nobody signs in
var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddQueueRun();
var app = builder.Build();
app.MapSockets("/socket");
app.Run();

static class Presence
{
    [OnOnline] internal static void {|QR0061:Here|}(string userId) => Console.WriteLine(userId);
}
