// The data of the request, in a channel
using System.Threading.Channels;

class Tap
{
    public Channel<ReadOnlyMemory<byte>> Bytes { get; } = Channel.CreateBounded<ReadOnlyMemory<byte>>(10);
}

static class Listener
{
    [SocketHandlerAttribute("[tapped]")]
    internal static ValueTask Tap(SocketRequest request, Tap tap) => tap.Bytes.Writer.WriteAsync({|QR0014:request.Data|}, request.Aborted);
}
