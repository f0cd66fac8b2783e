// A task in a task, in a partial method
static partial class Chat
{
    [SocketHandler("type=count")] internal static partial Task<Task<int>> {|QR0003:Count|}();
    internal static partial Task<Task<int>> Count() => Task.FromResult(Task.FromResult(1));
}
