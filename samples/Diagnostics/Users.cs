using Microsoft.AspNetCore.Authorization;

namespace Diagnostics;

class Member(string id) : ISocketUser
{
    public string Id => id;
}

static class Users
{
    [OnConnect]
    internal static void Connect() => Console.WriteLine("connected");

    [OnConnect]
    internal static void ConnectToo() => Console.WriteLine("once more");

    [OnOnline, Authorize]
    internal static void Online(string userId) => Console.WriteLine(userId);

    [OnOffline]
    internal static bool Offline(string userId) => userId.Length > 0;

    [SocketHandler("action=greet")]
    internal static string Greet(Member member) => member.Id;

    [SocketHandler("action=ban"), StaffOnly]
    internal static string Ban() => "banned";

    private sealed class StaffOnlyAttribute() : AuthorizeAttribute("staff");
}
