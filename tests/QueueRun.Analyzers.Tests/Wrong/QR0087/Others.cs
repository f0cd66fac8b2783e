// The others of a room, of all, in parentheses and behind a question mark; by the singleton too
using Everybody = QueueRun.ISockets;

class Chat(Everybody sockets)
{
    internal async Task Move(ISocket? socket, CancellationToken token)
    {
        await (socket!.ToRoom("lobby")).Others.{|QR0087:JoinAsync|}("garden", token);
        await sockets.All.Others.Others.{|QR0087:LeaveAsync|}(room: "garden");
        if (socket?.All.{|QR0087:JoinAsync|}("garden") is { } joining) await joining;
        if (socket?.ToRoom("lobby")?.Others.{|QR0087:JoinAsync|}("garden") is { } others) await others;
    }
}
