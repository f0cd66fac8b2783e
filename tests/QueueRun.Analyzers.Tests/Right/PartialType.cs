// A partial class whose parts hold a handler each
namespace My.Rooms;

public partial class Room { [SocketHandler("action=enter/[room]")] internal static string Enter(string room) => room; }
public partial class Room { [SocketHandler("action=leave/[room]")] internal static string Leave(string room) => room; }
