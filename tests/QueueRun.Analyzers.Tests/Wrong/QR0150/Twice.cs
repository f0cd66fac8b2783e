// A name that was written twice, once by an alias
using On = QueueRun.SocketHandlerAttribute;

static class Boards { [On("[board]", Name = "open")] internal static string Show(string board) => board; }
static class Files { [On("[file]", {|QR0150:Name = "open"|})] internal static string Show(string file) => file; }
