// In a handler, as a static call
static class News
{
    [SocketHandler("type=tell/[ids]")]
    internal static async Task<int> Tell(string[] ids, ISocket socket)
    {
        var reached = 0;
        foreach (string[] some in Enumerable.Chunk(ids, size: {|QR0083:101|})) reached += (await socket.To((some)).SendAsync("news")).Recipients;
        return reached;
    }
}
