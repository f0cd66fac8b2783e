// Nobody, in three spellings
static class News
{
    internal static async Task Tell(ISocket socket)
    {
        await socket.{|QR0084:To|}().SendAsync("a");
        await socket.To({|QR0084:[]|}).SendAsync("b");
        await socket.To({|QR0084:Array.Empty<string>()|}).SendAsync("c");
    }
}
