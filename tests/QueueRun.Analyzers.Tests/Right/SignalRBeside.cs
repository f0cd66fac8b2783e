// A hub of SignalR beside handlers, and its context as a service
using Microsoft.AspNetCore.SignalR;

class ChatHub : Hub
{
    public Task Say(string text) => Clients.All.SendAsync("said", text);
    [SocketHandler("type=version")] internal static int Version() => 2;
}
static class Bridge
{
    [SocketHandler("type=say/[text]")] internal static Task Say(string text, IHubContext<ChatHub> old) => old.Clients.All.SendAsync("said", text);
}
