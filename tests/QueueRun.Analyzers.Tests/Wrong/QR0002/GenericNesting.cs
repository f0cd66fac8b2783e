// A handler in an ordinary class inside a generic one
class Game<TMove>
{
    internal static class Board
    {
        [QueueRun.SocketHandlerAttribute("type=move")]
        internal static void {|QR0002:Move|}(JsonElement data) => Console.WriteLine(data);
    }
}
