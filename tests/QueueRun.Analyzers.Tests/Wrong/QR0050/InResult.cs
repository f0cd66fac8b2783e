// What a handler returns has a member of type object somewhere
record Page(string Title, Row[] Rows);
record Row(string Name, object? Value);

static class Tables
{
    [SocketHandler("action=page")] internal static Page {|QR0050:Load|}() => new("x", []);
    [SocketHandler("action=pages")] internal static async IAsyncEnumerable<Page> {|QR0050:All|}()
    {
        await Task.Yield();
        yield return new("x", []);
    }
}
