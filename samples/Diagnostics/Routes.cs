namespace Diagnostics;

static class Routes
{
    [SocketHandler("action=enter")]
    internal static int Enter() => 1;

    [SocketHandler("action=enter")]
    internal static int EnterToo() => 2;

    [SocketHandler("enter")]
    internal static int Word() => 3;

    [SocketHandler("room=lobby/[user]")]
    internal static int Lobby(string user) => user.Length;

    [SocketHandler("user=admin/[room]")]
    internal static int Admin(string room) => room.Length;

    [SocketHandler("action=sum")]
    internal static int Sum([FromMessage] int[] numbers) => numbers.Sum();

    [SocketHandler("action=text")]
    internal static int Text(string data) => data.Length;

    [SocketHandler("password=swordfish")]
    internal static int Secret() => 4;

    [SocketHandler("action=leave/[room]")]
    internal static int Leave() => 5;
}
