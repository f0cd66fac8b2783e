// Two spellings of one name
var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddQueueRun();
var app = builder.Build();
app.MapSockets("/socket");
app.MapSockets("/admin", {|QR0067:"Admin"|});
app.Run();

static class Admin
{
    [SocketHandler("type=ban", {|QR0067:Endpoint = "admin"|})] internal static string Ban(JsonElement data) => data.ToString();
}
