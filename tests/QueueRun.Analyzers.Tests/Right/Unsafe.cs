// Unsafe code inside, plain values outside
static unsafe class Bytes
{
    [SocketHandler] internal static int Sum(byte[] data)
    {
        var sum = 0;
        fixed (byte* first = data) for (var i = 0; i < data.Length; i++) sum += first[i];
        return sum;
    }
}
