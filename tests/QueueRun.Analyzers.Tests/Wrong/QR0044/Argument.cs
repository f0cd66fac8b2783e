// The type argument says so
static class Chat
{
    internal static ValueTask<SendResult> Say(ISocket socket) => socket.To("ann").SendAsync<object>({|QR0044:"hello"|});
}
