// By reference, in, out and by a ref struct
static class Game
{
    [SocketHandler("type=a")] internal static void A(in JsonElement {|QR0022:data|}) => Console.WriteLine(data);
    [SocketHandler("type=b")] internal static void B(out int {|QR0022:data|}) => data = 1;
    [SocketHandler] internal static int C(Span<byte> {|QR0022:data|}) => data.Length;
}
