// Only the part with the body says 'async'
static partial class Chat
{
    [SocketHandler("action=wait")]
    internal static partial void {|QR0003:Wait|}();

    internal static async partial void Wait() => await Task.Yield();
}
