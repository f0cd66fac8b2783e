// A parameter as a URL's template has it
static class Rooms
{
    [SocketHandler("action=enter/{|QR0005:{room}|}")] internal static string Enter(string room) => room;
}
