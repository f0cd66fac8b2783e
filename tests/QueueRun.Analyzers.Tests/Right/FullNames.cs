// Attributes by their full names, with global:: and with Attribute
static class Chat
{
    [global::QueueRun.SocketHandlerAttribute("type=a")] internal static string A() => "a";
    [QueueRun.SocketHandler(route: "type=b", TimeoutSeconds = 1.5)] internal static string B() => "b";
}
