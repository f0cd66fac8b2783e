// All that a handler may give back
record Reply(string Text);

static class Results1
{
    [SocketHandler("r=1")] internal static void Nothing() { }
    [SocketHandler("r=2")] internal static Task Later() => Task.CompletedTask;
    [SocketHandler("r=3")] internal static ValueTask Soon() => default;
    [SocketHandler("r=4")] internal static Reply? Maybe() => null;
    [SocketHandler("r=5")] internal static Task<Reply> Once() => Task.FromResult(new Reply("x"));
    [SocketHandler("r=6")] internal static ValueTask<byte[]> Bytes() => new([1, 2]);
    [SocketHandler("r=7")] internal static async Task<SendResult> Sent(ISocket socket) => await socket.SendAsync("x");
    [SocketHandler("r=8")] internal static Dictionary<string, Reply[]> Many() => [];
    [SocketHandler("r=9")] internal static JsonElement? Raw(JsonElement data) => data;
}
