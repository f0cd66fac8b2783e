// The first five hundred, by name, of a constant
static class News
{
    private const int Most = 500;

    internal static async Task Tell(ISocket? socket, IEnumerable<string> ids)
    {
        if (socket is not null) await socket.To(userIds: ids.Order().Take({|QR0083:Most|})).SendAsync("news");
    }
}
