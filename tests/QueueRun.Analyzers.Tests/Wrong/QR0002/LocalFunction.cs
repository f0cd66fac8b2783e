// A local function among top-level statements
var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddQueueRun();
var app = builder.Build();
app.MapSockets("/socket");
app.Run();

[SocketHandler] static string {|QR0002:Echo|}(string data) => data;
