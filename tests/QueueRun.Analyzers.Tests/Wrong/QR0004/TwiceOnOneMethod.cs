// One attribute list, one route twice, by a constant
static class Routes { public const string Ping = "type=ping"; }

static class Chat
{
    [SocketHandler(Routes.Ping), {|QR0004:SocketHandler("type=ping")|}]
    internal static string Ping() => "pong";
}
