// Two parameters are marked
record Move(int X);
record Jump(int Y);

static class Game
{
    [SocketHandler("type=move")] internal static void On([FromMessage] Move move, [FromMessage] Jump {|QR0020:jump|}) => Console.WriteLine((move, jump));
}
