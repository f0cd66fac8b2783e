// Names for clients that nobody wrote: the second of a name has a number in the contract. By an alias, too
using On = QueueRun.SocketHandlerAttribute;

static class Chat
{
    [SocketHandler("action=say")] internal static string Say() => "said";
    [SocketHandler("admin=say")] internal static string Announce() => "announced";
}

static class Boards { [On("[board]")] internal static string Open(string board) => board; }
static class Files { [On("[file]")] internal static string Open(string file) => file; }
