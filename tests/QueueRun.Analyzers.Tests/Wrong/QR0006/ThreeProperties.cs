// Two of three values in common, by an alias of the attribute
using On = QueueRun.SocketHandlerAttribute;

static class Shop
{
    [On("type=buy/currency=EUR/[voucher]")] internal static string Euro(string voucher) => voucher;
    [On({|QR0006:"type=buy/voucher=spring/[currency]"|})] internal static string Spring(string currency) => currency;
}
