// A hub whose method was marked
using Microsoft.AspNetCore.SignalR;

class ChatHub : Hub
{
    [SocketHandler("type=say")] internal Task {|QR0012:Say|}(JsonElement data) => Clients.All.SendAsync("said", data);
}
