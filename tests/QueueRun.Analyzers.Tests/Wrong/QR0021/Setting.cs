// A setting in the constructor, by an alias of its type
using Limit = int;

class Game(Limit {|QR0021:most|})
{
    [SocketHandler("type=most")] internal int Most() => most;
}
