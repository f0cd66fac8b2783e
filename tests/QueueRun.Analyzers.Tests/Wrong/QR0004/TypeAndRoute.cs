// A message's own type and a route that says the same
[SocketMessage("leave")] record Leave(string Room);

static class Chat
{
    [SocketHandler] internal static void On(Leave leave) => Console.WriteLine(leave);
    [{|QR0004:SocketHandler("type='leave'")|}] internal static void Gone(JsonElement data) => Console.WriteLine(data);
}
