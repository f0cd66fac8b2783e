// The user's id in a constant, by the attribute's full name
static class Routes
{
    public const string Mute = "[userId]/type=mute";
}
static class Chat
{
    [QueueRun.SocketHandlerAttribute({|QR0023:Routes.Mute|})] internal static string Mute() => "muted";
}
