// A service of the program's own that sends for the current user
class Notes(ISocket socket, IQueue<string> queue)
{
    public async Task AddAsync(string text)
    {
        await socket.SendAsync(new { added = text });
        await queue.PushAsync(text, new PushOptions { Delay = TimeSpan.FromMinutes(1), Key = "notes" });
    }
}
static class Handlers
{
    [SocketHandler("type=note/[text]")] internal static Task Add(string text, Notes notes) => notes.AddAsync(text);
    [QueueHandler("notes")] internal static void Index([FromMessage] string text) => Console.WriteLine(text);
}
