// Whom to send to: one, several, arrays, pieces of many, and nobody in particular
class Members { public HashSet<string> Ids { get; } = []; }

static class Sending
{
    internal static async Task Run(ISocket socket, Members members, string[] some, string one)
    {
        await socket.SendAsync("to the current user");
        await socket.Connection.SendAsync("to this device");
        await socket.To(one).SendAsync("one");
        await socket.To(one, "ann", "bob").SendAsync("three");
        await socket.To([.. some, one]).SendAsync("some");
        await socket.To(some).SendAsync("some");
        await socket.To(members.Ids.Take(100)).SendAsync("the first");
        foreach (var piece in members.Ids.Chunk(100)) await socket.To(piece).SendAsync("all");
        foreach (var piece in members.Ids.Take(500).Chunk(50)) await socket.To(piece).SendAsync("many");
        foreach (var piece in members.Ids.Chunk(1000)) Console.WriteLine(piece.Length);
        var (recipients, offline) = await socket.To(new[] { one, one }).SendAsync(recipients => recipients is null);
    }

    private static ValueTask<SendResult> SendAsync(this ISocket socket, Func<object?, bool> odd) => socket.SendAsync(new { odd = odd(null) });
}
