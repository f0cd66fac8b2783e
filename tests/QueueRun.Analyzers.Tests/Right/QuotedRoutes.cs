// Values in quotes, names that are not identifiers, verbatim and raw strings
static class Routes
{
    [SocketHandler("path='a/b=[c]'")] internal static int A() => 1;
    [SocketHandler(@"says='it''s'/[x-y]")] internal static int B() => 2;
    [SocketHandler("""type='"quoted"'""")] internal static int C() => 3;
    [SocketHandler("empty=''/größe=ä")] internal static int D() => 4;
}
