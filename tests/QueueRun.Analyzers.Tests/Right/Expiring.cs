// Closing connections: one's own, a user's, with a code of the program's own
using System.Net.WebSockets;

static class Closing
{
    [SocketHandler("type=bye")] internal static async Task Bye(ISocket socket, CancellationToken token) => await socket.Connection.CloseAsync(cancellationToken: token);
    [SocketHandler("type=all")] internal static ValueTask All(ISocket socket) => socket.CloseAsync((WebSocketCloseStatus)4001, "signed out");
    [ScheduleHandler("0 4 * * *")] internal static async Task Night(ISockets sockets) => await sockets.To("ann").CloseAsync(reason: "good night");
}
