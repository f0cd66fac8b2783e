// The bytes in a static field
class Pictures
{
    private static ReadOnlyMemory<byte> s_last;

    [SocketHandler] internal static void Keep(ReadOnlyMemory<byte> data) => s_last = {|QR0014:data|};
    [SocketHandler("type=last")] internal static int Size() => s_last.Length;
}
