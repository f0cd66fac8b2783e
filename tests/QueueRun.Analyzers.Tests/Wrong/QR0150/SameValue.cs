// The same value of two properties is the name of both
static class Chat
{
    [SocketHandler("action=say")] internal static string Say() => "said";
    [SocketHandler({|QR0150:"admin=say"|})] internal static string Announce() => "announced";
}
