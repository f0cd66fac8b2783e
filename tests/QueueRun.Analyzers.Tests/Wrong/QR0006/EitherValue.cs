// Each asks for the other one's value
static class Chat
{
    [SocketHandler("room=lobby/[user]")] internal static string Lobby(string user) => user;
    [SocketHandler({|QR0006:"user=admin/[room]"|})] internal static string Admin(string room) => room;
}
