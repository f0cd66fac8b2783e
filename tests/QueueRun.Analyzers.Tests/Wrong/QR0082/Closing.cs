// Closing nobody's connections, in a partial method by its full name
static partial class Nights
{
    [QueueRun.ScheduleHandler("0 0 * * *")] internal static partial ValueTask Close(ISocket socket);
    internal static partial ValueTask Close(ISocket socket) => {|QR0082:socket.CloseAsync(reason: "good night")|};
}
