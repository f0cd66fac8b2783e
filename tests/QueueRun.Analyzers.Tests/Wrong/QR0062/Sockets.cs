// Before there is a connection, an ISocket; and a user who is not known yet
using Connect = QueueRun.OnConnectAttribute;

static class Door
{
    [Connect] internal static Task Open(ISocket {|QR0062:socket|}) => socket.SendAsync("welcome").AsTask();
    [Authenticate] internal static SocketUser? Who(SocketUser {|QR0062:user|}) => user;
}
