// Streams: an iterator with a token, one that is built, and one of text
static class Streams
{
    [SocketHandler("type=count/[to]", TimeoutSeconds = 30)]
    internal static async IAsyncEnumerable<int> Count(int to, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
    {
        for (var i = 0; i < to; i++)
        {
            await Task.Delay(100, token);
            yield return i;
        }
    }

    [SocketHandler("type=lines")] internal static IAsyncEnumerable<string> Lines(System.Threading.Channels.Channel<string> lines) => lines.Reader.ReadAllAsync();
}
