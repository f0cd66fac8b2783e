// A reply of a private type, in a handler that is expression-bodied
static class Chat
{
    private record Reply(string Text);

    [SocketHandler] internal static async Task Echo(string data, ISocket socket) => await socket.SendAsync({|QR0040:new Reply(data)|});
}
