// Joins and leaves that nobody awaits
static class Chat
{
    [SocketHandler("action=enter/[room]")]
    internal static void Enter(string room, ISocket socket)
    {
        {|QR0080:socket.JoinAsync(room)|};
        {|QR0080:socket.To("ann").LeaveAsync(room)|}.AsTask();
    }
}
