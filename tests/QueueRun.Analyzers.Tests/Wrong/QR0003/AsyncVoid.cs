// A handler that is async void, expression-bodied
static class Chat
{
    [SocketHandler] internal static async void {|QR0003:Echo|}(string data, ISocket socket) => await socket.SendAsync(data);
}
