// Longer times with a token, a request, or an HttpContext to hear of it
class Slow(CancellationToken token)
{
    [SocketHandler("s=1", TimeoutSeconds = 60)] internal Task A() => Task.Delay(20_000, token);
    [SocketHandler("s=2", TimeoutSeconds = 900)] internal static Task B(SocketRequest request) => Task.Delay(20_000, request.Aborted);
    [SocketHandler("s=3", TimeoutSeconds = 11)] internal static Task C(HttpContext http) => Task.Delay(20_000, http.RequestAborted);
    [SocketHandler("s=4", TimeoutSeconds = 10)] internal static void D() { }
    [QueueHandler(TimeoutSeconds = 300)] internal static void E(string job) { }
}
