// Instance handlers, with a primary constructor and what it may ask for
class Game(ISocket socket, TimeProvider time, SocketUser user, CancellationToken token)
{
    [SocketHandler("type=move")] internal async Task Move(JsonElement data) => await socket.SendAsync(new { at = time.GetUtcNow(), user.Id, data }, token);
    [SocketHandler("type=resign")] internal ValueTask<string> Resign() => new(user.Id);
}
