// Handlers that use extension methods and blocks of the program's own
static class Extensions
{
    extension(ISocket socket) { internal async Task SayAsync(string text) => await socket.SendAsync(new { text }); }
    internal static async Task ShoutAsync(this ISocket socket, string text) => await socket.SendAsync(new { text = text.ToUpperInvariant() });
}
static class Chat
{
    [SocketHandler("type=say/[text]")] internal static Task Say(string text, ISocket socket) => socket.SayAsync(text);
    [SocketHandler("type=shout/[text]")] internal static Task Shout(string text, ISocket socket) => socket.ShoutAsync(text);
}
