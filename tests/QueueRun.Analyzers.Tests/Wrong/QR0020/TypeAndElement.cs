// The type's own message and the element it was read from, in a partial method
[SocketMessage("say")] record Say(string Text);

static partial class Chat
{
    [SocketHandler] internal static partial void On(Say say, JsonElement {|QR0020:raw|});
    internal static partial void On(Say say, JsonElement raw) => Console.WriteLine((say, raw));
}
