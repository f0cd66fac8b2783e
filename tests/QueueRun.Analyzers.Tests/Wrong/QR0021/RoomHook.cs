// Strings of a room's hook that have another name; and the room where none is told of
static class Presence
{
    [OnJoin] internal static void Joined(string {|QR0021:name|}, string userId) => Console.WriteLine(name + userId);
    [OnLeave] internal static void Left(string room, string {|QR0021:user|}) => Console.WriteLine(room + user);
    [OnOnline] internal static void Online(string {|QR0021:room|}) => Console.WriteLine(room);
}
