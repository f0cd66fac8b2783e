// A route that is put together of constants has no columns of its own
static class Chat
{
    private const string Type = "type=";

    [SocketHandler({|QR0005:Type + "say/"|})] internal static void Say(JsonElement data) => Console.WriteLine(data);
}
