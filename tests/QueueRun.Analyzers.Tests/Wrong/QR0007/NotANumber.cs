// Not a number
static partial class Chat
{
    [SocketHandler({|QR0007:TimeoutSeconds = 0.0 / 0|})] internal static partial string Echo(string data);
    internal static partial string Echo(string data) => data;
}
