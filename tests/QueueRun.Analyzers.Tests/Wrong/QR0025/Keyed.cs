// By a key, in an instance method of a partial class
[SocketMessage("event", "moved")] partial record Moved(int X);

partial class Game
{
    [SocketHandler("event=moved")] internal int On([{|QR0025:FromKeyedServices("last")|}] Moved moved) => moved.X;
}
