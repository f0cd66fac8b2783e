// An endpoint by a named argument, in a chain, that no handler names
var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddQueueRun();
var app = builder.Build();
app.MapGroup("/v1").MapSockets({|QR0067:endpoint: "inner" + "most"|}, pattern: "/socket").RequireCors("all");
app.Run();

static class Chat
{
    [SocketHandler("type=say")] internal static string Say(JsonElement data) => data.ToString();
}
