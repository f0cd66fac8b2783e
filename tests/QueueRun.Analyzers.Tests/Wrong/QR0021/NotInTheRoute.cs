// Two numbers of a message, which the route does not name
static class Calculator
{
    [SocketHandler("action=add")] internal static int Add(int {|QR0021:a|}, int {|QR0021:b|}) => a + b;
}
