// Routes from constants, nameof and concatenation
static class Routes
{
    private const string Type = "type=";
    public const string Ping = Type + nameof(Ping);
    [SocketHandler(Ping)] internal static string OnPing() => "pong";
    [SocketHandler(Type + "pong")] internal static string OnPong() => "ping";
    [SocketHandler($"{Type}third")] internal static string OnThird() => "third";
}
