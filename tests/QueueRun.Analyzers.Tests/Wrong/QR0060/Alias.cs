// By an alias, in a program
using SignIn = QueueRun.AuthenticateAttribute;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddQueueRun();
var app = builder.Build();
app.MapSockets("/socket");
app.Run();

class Doors
{
    [SignIn] internal SocketUser? Front(string data) => new(data);
    [SignIn] internal SocketUser? {|QR0060:Back|}(JsonElement data) => new(data.ToString());
}
