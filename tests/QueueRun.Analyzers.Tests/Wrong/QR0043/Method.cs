// A generic method that sends what it is given
static class Sending
{
    internal static ValueTask<SendResult> Send<T>(ISocket socket, string user, T message) => socket.To(user).SendAsync({|QR0043:message|});
}
