// No time at all, by an alias
using Handler = QueueRun.SocketHandlerAttribute;

static class Chat
{
    [Handler({|QR0007:TimeoutSeconds = 0|})] internal static string Echo(string data) => data;
}
