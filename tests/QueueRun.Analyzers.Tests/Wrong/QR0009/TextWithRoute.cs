// A route on a handler of text
static class Chat
{
    [SocketHandler({|QR0009:"type=say"|})] internal static string Say(string data) => data;
}
