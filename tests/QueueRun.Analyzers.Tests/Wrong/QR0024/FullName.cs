// A room that nobody takes, by the attribute's full name
static class Chat
{
    [QueueRun.SocketHandlerAttribute("action=enter/[{|QR0024:room|}]")]
    internal static string Enter(SocketUser user) => user.Id;
}
