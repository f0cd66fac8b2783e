// Chunks of a thousand
class Members { public List<string> Ids { get; } = []; }

static class News
{
    internal static async Task Tell(ISockets sockets, Members members)
    {
        foreach (var some in members.Ids.Chunk({|QR0083:1000|})) await sockets.To(some).SendAsync("news");
    }
}
