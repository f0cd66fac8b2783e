// A stream of objects, with two routes
class Ticks(TimeProvider time)
{
    [SocketHandler("action=ticks"), SocketHandler("action=ticks2")]
    public async IAsyncEnumerable<System.Object> {|QR0015:Each|}()
    {
        await Task.Yield();
        yield return new { at = time.GetUtcNow() };
    }

    [SocketHandler("action=rows")] public IAsyncEnumerable<Dictionary<string, object?>> {|QR0015:Rows|}() => throw new NotSupportedException();
}
