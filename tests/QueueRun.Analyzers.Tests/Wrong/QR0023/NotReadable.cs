// A property of a type that JSON cannot be read into
class Rooms { internal Rooms(Action changed) => changed(); }

static partial class Chat
{
    [SocketHandler("type=enter/[room]")] internal static partial void Enter(Func<int> {|QR0023:room|});
    internal static partial void Enter(Func<int> room) => Console.WriteLine(room());
}
