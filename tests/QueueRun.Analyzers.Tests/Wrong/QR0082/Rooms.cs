// A scheduled run joins and leaves, alone and with others
static class Nightly
{
    [ScheduleHandler("daily")]
    internal static async Task Run(ISocket socket, CancellationToken token)
    {
        await {|QR0082:socket.JoinAsync("night", token)|};
        await {|QR0082:socket.Others.LeaveAsync("night", token)|};
        await socket.ToRoom("night").SendAsync("good night", token);
        await socket.All.SendAsync("good night", token);
    }
}
