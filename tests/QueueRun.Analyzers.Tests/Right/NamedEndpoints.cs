// The same route at several endpoints, and names that are known only at run time
var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddQueueRun();
var app = builder.Build();
app.MapSockets("/socket", null);
app.MapSockets("/admin", Names.Admin);
app.MapSockets("/staff", endpoint: builder.Configuration["Staff"]);
app.Run();

static class Names
{
    public const string Admin = "admin/1";
}

[SocketEndpoint(Names.Admin)]
static class Admin
{
    [SocketHandler("type=ban")] internal static string Ban(JsonElement data) => data.ToString();
    [SocketHandler("type=ban", Endpoint = "staff")] internal static string BanAsStaff(JsonElement data) => data.ToString();
    [SocketHandler("[a]/b=1")] internal static string A(JsonElement data) => data.ToString();
    [SocketHandler("a=1/[b]", Endpoint = "staff")] internal static string B(JsonElement data) => data.ToString();
    [SocketHandler] internal static string Other(JsonElement data) => data.ToString();
    [SocketHandler(Endpoint = "staff")] internal static string OtherOfStaff(JsonElement data) => data.ToString();
}
