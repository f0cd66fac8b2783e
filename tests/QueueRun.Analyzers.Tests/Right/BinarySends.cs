// Everything that is sent as a binary frame
static class Sending
{
    internal static async Task Run(ISocket socket, Memory<byte> memory, ArraySegment<byte> segment, byte[] bytes)
    {
        await socket.SendAsync(memory);
        await socket.SendAsync(segment);
        await socket.SendAsync(bytes);
        await socket.SendAsync((ReadOnlyMemory<byte>)bytes);
    }
}
