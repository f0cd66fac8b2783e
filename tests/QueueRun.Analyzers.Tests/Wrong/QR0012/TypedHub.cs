// A typed hub, partial, with its base in the other part
using Microsoft.AspNetCore.SignalR;

public interface IClient { Task Said(string text); }

public partial class ChatHub : Hub<IClient>;
public partial class ChatHub
{
    [SocketHandler] public async Task {|QR0012:Say|}(string data) => await Clients.Others.Said(data);
    [SocketHandler("type=ping")] public static string Ping() => "pong";
}
