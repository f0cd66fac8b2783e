// Types with [SocketMessage]: one argument and two, a class and a struct, with a route besides
[SocketMessage("say")] record Say(string Text);
[SocketMessage("event", "moved")] readonly record struct Moved(int X, int Y);
[SocketMessage("kind", "note")] class Note { public required string Text { get; init; } }

static class Chat
{
    [SocketHandler] internal static string On(Say say) => say.Text;
    [SocketHandler("[room]")] internal static int On(Moved moved, string room) => moved.X;
    [SocketHandler("kind=note/lang=en")] internal static string On(Note note) => note.Text;
}
