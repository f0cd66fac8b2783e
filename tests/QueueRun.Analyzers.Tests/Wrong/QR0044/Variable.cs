// A variable of type object
static class Chat
{
    [SocketHandler] internal static async Task On(string data, ISocket socket)
    {
        object answer = data.Length > 3 ? data : data.Length;
        await socket.SendAsync({|QR0044:answer|});
    }
}
