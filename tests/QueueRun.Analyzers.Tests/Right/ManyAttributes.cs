// Several routes on one method, and one of them the default
static class Chat
{
    [SocketHandler("type=hello"), SocketHandler("type=hi")]
    [SocketHandler]
    internal static string Hello(JsonElement data) => "hello";
}
