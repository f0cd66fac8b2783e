// One of two is taken; beside top-level statements
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddQueueRun();
var app = builder.Build();
app.MapSockets("/socket");
app.Run();

partial class Program
{
    [SocketHandler("action=move/[x]/[{|QR0024:y|}]")] internal static int Move(int x) => x;
}
