// An anonymous object with a member that is cast to object
static class Chat
{
    internal static async Task Say(ISocket socket, List<object> all)
    {
        await socket.SendAsync({|QR0050:new { inner = new { data = (object)1 } }|});
        await socket.SendAsync({|QR0050:all|});
        await socket.SendAsync({|QR0050:new Dictionary<string, object> { ["a"] = new { b = 1 } }|});
    }
}
