// A room without a name, in each call
static class Chat
{
    internal static async Task All(ISocket socket)
    {
        await socket.ToRoom({|QR0088:""|}).SendAsync("all?");
        await socket.JoinAsync({|QR0088:""|});
        await socket.Connection.LeaveAsync({|QR0088:null|}!);
        await socket.MembersAsync({|QR0088:"" + ""|});
    }
}
