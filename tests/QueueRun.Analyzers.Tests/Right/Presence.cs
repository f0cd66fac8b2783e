// Several hooks, with everything that they may ask for
class Log;

class Presence(Log log)
{
    [OnOnline] internal static async Task Tell(string userId, ISocket socket, CancellationToken token) => await socket.SendAsync(new { welcome = userId }, token);
    [OnOnline] internal void Write(SocketUser user) => Console.WriteLine($"{log} {user.Id}");
    [OnOnline] internal static Task Save(string userId, PresenceContext context) => Console.Out.WriteLineAsync($"{userId} {context.Number} {context.MayRepeat}");
    [OnJoin, OnLeave] internal void Room(string room, PresenceContext? call) => Console.WriteLine($"{log} {room} {call?.Number}");
    [OnOffline, OnOnline] internal static ValueTask Both(ISockets sockets, string userId) => default;
}
