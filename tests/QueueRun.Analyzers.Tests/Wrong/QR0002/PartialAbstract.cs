// Abstract by one part of a partial class, marked in the other
abstract partial class Room;
partial class Room
{
    [SocketHandler("type=enter")] internal void {|QR0002:Enter|}() => Console.WriteLine(this);
}
