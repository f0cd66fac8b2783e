// Errors that the client is shown, and others
static class Errors
{
    [SocketHandler("type=divide/[x]/[y]")] internal static int Divide(int x, int y) => y == 0 ? throw new SocketErrorException("y is 0") : x / y;
    [SocketHandler("type=fail")] internal static void Fail() => throw new InvalidOperationException("never shown");
}
