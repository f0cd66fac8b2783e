// Parts of HTTP, by an alias
using Request = Microsoft.AspNetCore.Http.HttpRequest;

static partial class Chat
{
    [SocketHandler("type=agent")] internal static string Agent(Request {|QR0022:request|}) => request.Headers.UserAgent.ToString();
    [SocketHandler("type=raw")] internal static string Raw(System.Net.WebSockets.WebSocket {|QR0022:socket|}) => socket.State.ToString();
}
