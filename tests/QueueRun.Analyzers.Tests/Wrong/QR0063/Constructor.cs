// The default user in a constructor and in a hook, where the program has its own
sealed record Player(string Id, int Level) : ISocketUser;

class Game(SocketUser {|QR0063:user|})
{
    [OnConnect] internal static ValueTask<Player?> Who(HttpContext context) => new(new Player(context.Connection.Id, 1));
    [SocketHandler("type=me")] internal string Me() => user.Id;
    [OnOnline] internal static void Here(SocketUser {|QR0063:user|}) => Console.WriteLine(user);
}
