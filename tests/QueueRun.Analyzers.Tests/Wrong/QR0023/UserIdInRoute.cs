// The user's id in a route, with a parameter of that name
static class Chat
{
    [SocketHandler({|QR0023:"type=kick/[userId]"|})] internal static string Kick(string userId) => userId;
}
