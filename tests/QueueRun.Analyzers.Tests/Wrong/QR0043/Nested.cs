// The parameter is somewhere inside, in a local function
static class Sending
{
    internal static async Task Run<TKey>(ISocket socket, TKey key) where TKey : notnull
    {
        await Send();
        async Task Send() => await socket.SendAsync(cancellationToken: default, message: {|QR0043:new Dictionary<TKey, string> { [key] = "x" }|});
    }
}
