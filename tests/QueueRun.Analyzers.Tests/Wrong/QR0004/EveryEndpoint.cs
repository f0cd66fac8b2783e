// A handler of every endpoint, and a handler of one endpoint
[SocketEndpoint("admin")]
static class Admin
{
    [SocketHandler("type=ban"), SocketHandler("type=mute")] internal static string Ban(JsonElement data) => data.ToString();
    [{|QR0004:SocketHandler("type=mute", Endpoint = "admin")|}] internal static string Mute(JsonElement data) => data.ToString();
}

static class Users
{
    [{|QR0004:SocketHandler("type=ban")|}] internal static string Ban(JsonElement data) => data.ToString();
    [SocketHandler("type=mute", Endpoint = "staff")] internal static string Mute(JsonElement data) => data.ToString();
}
