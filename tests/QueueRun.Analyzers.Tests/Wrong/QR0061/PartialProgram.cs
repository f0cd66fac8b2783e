// Hooks in the partial Program, one of them an instance method elsewhere
using Here = QueueRun.OnOnlineAttribute;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddQueueRun();
var app = builder.Build();
app.MapSockets("/socket");
app.Run();

partial class Program
{
    [Here] internal static void {|QR0061:Online|}(SocketUser user) => Console.WriteLine(user);
}

class Log(TimeProvider time)
{
    [Here] internal void {|QR0061:Online|}(string userId) => Console.WriteLine(userId + time.GetUtcNow());
}
