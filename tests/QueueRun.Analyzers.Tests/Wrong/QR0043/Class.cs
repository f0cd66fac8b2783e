// A generic class, with a condition and an array
class Sender<T>(ISocket? socket)
{
    internal async Task SendAsync(T[] messages)
    {
        if (socket?.SendAsync({|QR0043:messages|}) is { } sending) await sending;
    }
}
