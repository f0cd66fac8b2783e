// Named and optional arguments, conditional access, explicit type arguments, chains
record Note(string Text);

static class Sending
{
    internal static async Task Run(ISocket socket, ISockets? sockets, CancellationToken token)
    {
        await socket.SendAsync(cancellationToken: token, message: new Note("a"));
        await socket.SendAsync<Note?>(null, token);
        if (sockets?.To("ann") is { } ann) await ann.SendAsync(new Note("b"));
        await ((ISocket)socket.To("ann")).To("bob").SendAsync(message: new List<Note> { new("c") });
        var sending = socket.SendAsync(new Note("d"), default);
        await sending;
    }
}
