// An unclosed bracket in a raw string
static class Chat
{
    [QueueRun.SocketHandler(route: """type=say/{|QR0005:[|}room""")] internal static void Say(JsonElement data) => Console.WriteLine(data);
}
