// The program's own user, where authentication returns SocketUser
class AppUser : ISocketUser { public string Id => ""; }

static class Chat
{
    [Authenticate] internal static SocketUser? Who(string data) => new(data);
    [SocketHandler("type=me")] internal static string Me(AppUser {|QR0063:user|}) => user.Id;
}
