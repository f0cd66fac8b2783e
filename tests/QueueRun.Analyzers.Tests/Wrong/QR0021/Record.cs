// A record that nothing decides about
record Move(int X, int Y);

static class Game
{
    [SocketHandler("type=move")] internal static Move On(Move {|QR0021:move|}) => move;
}
