// Two classes have a method of the same name, and neither route has one value only; by an alias
using On = QueueRun.SocketHandlerAttribute;

static class Boards { [On("[board]")] internal static string Open(string board) => board; }
static class Files { [On({|QR0150:"[file]"|})] internal static string Open(string file) => file; }
