using QueueRun;

namespace Outside.Of.It;

internal static class Linked
{
    [SocketHandler("linked=1")]
    internal static async Task LinkAsync(ISocket socket, CancellationToken token) => await socket.SendAsync(new { linked = true }, token).ConfigureAwait(false);
}
