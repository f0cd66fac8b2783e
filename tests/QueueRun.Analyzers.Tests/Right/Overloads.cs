// Overloads of one name, each with a route of its own
static class Chat
{
    [SocketHandler("type=a")] internal static string On() => "a";
    [SocketHandler("type=b")] internal static string On(JsonElement data) => data.ToString();
    [SocketHandler] internal static string On(string data, ISocket socket) => data;
}
