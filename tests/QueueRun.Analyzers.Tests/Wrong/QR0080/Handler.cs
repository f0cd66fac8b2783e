// A handler that is over before it has closed, by the attribute's full name
static class Chat
{
    [QueueRun.SocketHandlerAttribute("action=bye")]
    internal static void Bye(ISocket socket)
    {
        {|QR0080:socket.CloseAsync(reason: "bye")|}.ConfigureAwait(false);
    }
}
