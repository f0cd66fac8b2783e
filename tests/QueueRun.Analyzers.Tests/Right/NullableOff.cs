// A file without nullable annotations
#nullable disable
class Rooms;
record Say(string Text);
static class Chat
{
    [SocketHandler("type=say")] internal static Say On(Say data, Rooms rooms, ISocket socket) => data;
    [Authenticate] internal static SocketUser Who(string data) => data == null ? null : new SocketUser(data);
}
