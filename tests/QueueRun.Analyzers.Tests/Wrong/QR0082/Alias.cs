// By an alias and with a token, in a lambda
using At = QueueRun.ScheduleHandlerAttribute;

class Digests
{
    [At("0 9 * * 1-5")]
    internal async Task Morning(ISocket socket, CancellationToken token)
    {
        Func<Task> send = async () => await {|QR0082:socket.SendAsync(new { text = "good morning" }, token)|};
        await send();
    }
}
