// A written name is that of a method at every endpoint, and another endpoint may have it again
static class Rooms
{
    [SocketHandler("[room]")] internal static string Enter(string room) => room;
    [SocketHandler("a=b", Endpoint = "admin", {|QR0150:Name = "enter"|})] internal static string Admin() => "admin";
    [SocketHandler("a=c", Endpoint = "one", Name = "twice")] internal static string One() => "one";
    [SocketHandler("a=d", Endpoint = "two", Name = "twice")] internal static string Two() => "two";
}
