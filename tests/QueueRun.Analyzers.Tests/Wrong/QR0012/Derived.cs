// A hub below a hub, by an alias of SignalR's, with a hook
using Base = Microsoft.AspNetCore.SignalR.Hub;

class CompanyHub : Base;

class ChatHub : CompanyHub
{
    [OnOnline] internal Task {|QR0012:Here|}(string userId) => Groups.AddToGroupAsync(Context.ConnectionId, userId);
}
