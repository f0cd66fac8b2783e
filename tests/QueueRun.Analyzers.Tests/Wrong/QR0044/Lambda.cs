// In a lambda of a program, through an alias of object
using Any = object;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddQueueRun();
var app = builder.Build();
app.MapSockets("/socket");
app.MapPost("/say", async (ISocket socket) =>
{
    Any message = DateTime.UnixEpoch;
    return (await socket.To("ann").SendAsync({|QR0044:message|})).Recipients;
});
app.Run();
