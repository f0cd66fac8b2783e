// The same conditions in another order, in two parts of a class
static partial class Chat
{
    [SocketHandler("[room]/action=enter")] internal static void Enter(string room) => Console.WriteLine(room);
}
static partial class Chat
{
    [{|QR0004:SocketHandler("action=enter/[room]")|}] internal static void Join(string room) => Console.WriteLine(room);
}
