// dynamic, by itself, in a task, and as the values of a dictionary
static partial class Shop
{
    [SocketHandler("action=one")] internal static dynamic {|QR0015:One|}() => new { a = 1 };
    [SocketHandler("action=two")] internal static partial Task<dynamic> {|QR0015:Two|}();
    internal static partial Task<dynamic> Two() => Task.FromResult<dynamic>(1);
    [SocketHandler("action=three")] internal static Dictionary<string, dynamic> {|QR0015:Three|}() => [];
}
