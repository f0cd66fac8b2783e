// A room that joins, and everybody who leaves
static class Chat
{
    internal static async Task Move(ISocket socket)
    {
        await socket.ToRoom("lobby").{|QR0087:JoinAsync|}("garden");
        await socket.All.{|QR0087:LeaveAsync|}("garden");
    }
}
