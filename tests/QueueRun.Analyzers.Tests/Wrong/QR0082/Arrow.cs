// A schedule that sends to whoever is current, in one expression
static class Digests
{
    [ScheduleHandler("daily")] internal static async Task Morning(ISocket socket) => await {|QR0082:socket.SendAsync("good morning")|};
}
