// The second of two attributes is wrong, the first one stays
static class Echoes
{
    [SocketHandler]
    [SocketHandler({|QR0009:"type=echo"|})]
    internal static byte[] Echo([FromMessage] byte[] whatever) => whatever;
}
