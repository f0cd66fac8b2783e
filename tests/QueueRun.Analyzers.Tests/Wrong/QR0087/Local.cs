// A local that holds a room, in a program's endpoint
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddQueueRun();
var app = builder.Build();
app.MapSockets("/socket");
app.MapPost("/move", async (ISockets sockets) =>
{
    var lobby = sockets.ToRoom("lobby");
    ISocket others = lobby.Others;
    await lobby.SendAsync("we move");
    await others.{|QR0087:JoinAsync|}("garden");
});
app.Run();
