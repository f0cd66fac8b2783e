// Handlers within #if, and after #line
static class Chat
{
#if !NEVER
    [SocketHandler("type=a")] internal static string A() => "a";
#else
    [SocketHandler("type=a")] private static string Twice(int x) => "a";
#endif
#line 1000 "Elsewhere.cs"
    [SocketHandler("type=b")] internal static string B() => "b";
}
