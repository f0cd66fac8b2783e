// A parameter that is called nearly as the route's property
static class Rooms
{
    [SocketHandler("action=enter/[room]")] internal static string Enter(string {|QR0021:roomId|}) => roomId;
}
