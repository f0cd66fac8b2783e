// An anonymous object, behind object, in a task and in a value task
static class Shop
{
    [SocketHandler("action=price")] internal static object {|QR0015:Price|}() => new { price = 5 };
    [SocketHandler("action=stock")] internal static Task<object> {|QR0015:Stock|}() => Task.FromResult<object>(new { pieces = 7 });
    [SocketHandler("action=menu")] internal static async ValueTask<object?> {|QR0015:Menu|}()
    {
        await Task.Yield();
        return null;
    }
}
