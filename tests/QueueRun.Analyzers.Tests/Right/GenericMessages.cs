// Generic message types, closed where they are used
record Page<T>(T[] Items, int Total);
record User(string Name);
static class Pages
{
    [SocketHandler("type=users")] internal static Page<User> Users(Page<string> data) => new([], data.Total);
    [SocketHandler("type=pages")] internal static async Task More(ISocket socket) => await socket.SendAsync(new Page<Page<User>>([], 0));
}
