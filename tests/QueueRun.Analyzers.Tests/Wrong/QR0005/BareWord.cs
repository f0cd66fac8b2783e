// A hub method's name where a condition belongs
static class Chat
{
    [SocketHandler("{|QR0005:SendMessage|}")] internal static void Send(JsonElement data) => Console.WriteLine(data);
}
