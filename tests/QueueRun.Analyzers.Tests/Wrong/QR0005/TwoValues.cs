// One property, two values
static class Chat
{
    [SocketHandler(@"action=enter/{|QR0005:action=join|}")] internal static string Enter() => "in";
}
