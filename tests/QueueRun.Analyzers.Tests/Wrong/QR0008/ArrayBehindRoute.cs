// An array is asked for where the message is an object
static class Sums
{
    [SocketHandler("type=sum")] internal static int Sum(int[] {|QR0008:data|}) => data.Sum();
}
