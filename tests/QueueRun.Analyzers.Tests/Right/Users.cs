// The user in every form, where a program signs users in
sealed record Player(string Id, int Level) : ISocketUser;

static class Users
{
    [Authenticate] internal static ValueTask<Player?> SignIn(JsonElement data) => new(new Player(data.ToString(), 1));
    [SocketHandler("a=1")] internal static int A(Player player) => player.Level;
    [SocketHandler("a=2")] internal static string B(ISocketUser? user, string? userId) => user?.Id ?? userId ?? "nobody";
    [SocketHandler("a=3")] internal static string C(string userId) => userId;
    [OnOnline] internal static Task D(Player player) => Task.CompletedTask;
}
