// A partial method whose implementation keeps them in a static property
static partial class Pictures
{
    private static ReadOnlyMemory<byte> Last { get; set; }

    [SocketHandler] internal static partial int Keep(ReadOnlyMemory<byte> frame);
    internal static partial int Keep(ReadOnlyMemory<byte> frame)
    {
        Last = {|QR0014:frame|};
        return Last.Length;
    }
}
