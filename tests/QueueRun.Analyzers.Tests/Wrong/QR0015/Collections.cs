// Collections of objects: their elements and values say nothing
using Answers = System.Collections.Generic.Dictionary<string, object>;

static class Shop
{
    [SocketHandler("action=one")] internal static Answers {|QR0015:One|}() => new() { ["inner"] = new { a = 1 } };
    [SocketHandler("action=two")] internal static Task<object?[]> {|QR0015:Two|}() => Task.FromResult<object?[]>([1, "x", null]);
    [SocketHandler("action=three")] internal static IReadOnlyDictionary<string, List<object>> {|QR0015:Three|}() => new Dictionary<string, List<object>>();
    [SocketHandler("action=four")] internal static IEnumerable<dynamic> {|QR0015:Four|}() => [new { a = 1 }];
}
