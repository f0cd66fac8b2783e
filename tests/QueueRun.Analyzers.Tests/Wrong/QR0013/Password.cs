// A password in a route
static class Admin
{
    [SocketHandler("type=shutdown/{|QR0013:password=hunter2|}")] internal static string Stop() => "stopping";
}
