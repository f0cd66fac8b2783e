// The value of a route gives the name that another handler was given
static class Chat
{
    [SocketHandler("a=b", Name = "say")] internal static string First() => "first";
    [SocketHandler({|QR0150:"action=say"|})] internal static string Say() => "said";
}
