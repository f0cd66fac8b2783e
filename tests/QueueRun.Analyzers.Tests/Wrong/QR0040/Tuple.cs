// A tuple by an alias, where a record is needed
using Point = (int X, int Y);

static class Game
{
    [SocketHandler("type=move")] internal static void Move([FromMessage] Point {|QR0040:to|}) => Console.WriteLine(to);
}
