// Routes that overlap, where one is more specific, or properties differ, or a third decides
static class Chat
{
    [SocketHandler("room=lobby/[user]")] internal static int A(string user) => 1;
    [SocketHandler("user=admin/[room]")] internal static int B(string room) => 2;
    [SocketHandler("user=admin/room=lobby")] internal static int Both() => 3;
    [SocketHandler("a=1/[x]")] internal static int C(int x) => 4;
    [SocketHandler("b=2/[y]")] internal static int D(int y) => 5;
    [SocketHandler("a=1/[x]/[z]")] internal static int E(int x, int z) => 6;
    [SocketHandler("k=''/[l]")] internal static int F(int l) => 7;
    [SocketHandler("l=1/[k]")] internal static int G(int k) => 8;
    [SocketHandler("m=1/n=1/[o]")] internal static int H(int o) => 9;
    [SocketHandler("m=2/o=1/[n]")] internal static int I(int n) => 10;
}
