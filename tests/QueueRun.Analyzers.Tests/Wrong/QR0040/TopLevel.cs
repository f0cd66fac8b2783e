// Sent from an endpoint of a program: an anonymous object with a pointer's type in it
var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddQueueRun();
var app = builder.Build();
app.MapSockets("/socket");
app.MapPost("/all", async (ISocket socket) => await socket.To("ann").SendAsync({|QR0040:new { at = (1, 2) }|}));
app.Run();
