// A route on a handler of bytes, by an alias of their type
using Bytes = System.ReadOnlyMemory<byte>;

static class Pictures
{
    [SocketHandlerAttribute({|QR0009:"[picture]"|})] internal static int Size(Bytes bytes) => bytes.Length;
}
