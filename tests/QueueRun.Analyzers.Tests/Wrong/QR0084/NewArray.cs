// A new array without elements, in a program's endpoint
var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddQueueRun();
var app = builder.Build();
app.MapSockets("/socket");
app.MapPost("/all", async (ISocket socket) => (await socket.To({|QR0084:new string[0]|}).SendAsync("hello")).Recipients);
app.Run();
