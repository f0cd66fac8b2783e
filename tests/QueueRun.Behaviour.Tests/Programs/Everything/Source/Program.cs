using QueueRun;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddQueueRun();
builder.Services.AddSingleton<Every.Thing.Visits>();
var app = builder.Build();
app.MapSockets("/socket");
app.MapPost("/announce", static async (ISocket socket) =>
{
    await socket.To("ann").SendAsync(new { announced = "soon", inner = new[] { new { @class = 1 } } });
});
app.Run();

internal sealed partial class Program
{
#line 7000 "Elsewhere.cs"
    [SocketHandler("program=1")]
    internal static async Task PartialAsync(ISocket socket, CancellationToken token) => await socket.SendAsync(new { program = "partial" }, token);
#line default
}
