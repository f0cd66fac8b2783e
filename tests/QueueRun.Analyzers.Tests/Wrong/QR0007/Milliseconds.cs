// Milliseconds where seconds are meant, by a constant
static class Chat
{
    private const double Timeout = 5_000;

    [SocketHandler("type=slow", {|QR0007:TimeoutSeconds = Timeout|})]
    internal static async Task<string> Slow(CancellationToken token)
    {
        await Task.Delay(100, token);
        return "done";
    }
}
