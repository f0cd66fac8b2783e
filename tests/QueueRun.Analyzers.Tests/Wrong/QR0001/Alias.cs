// The attribute by an alias, on a private method
using H = QueueRun.SocketHandlerAttribute;

static class Chat
{
    [H("type=say")]
    private static void {|QR0001:Say|}(JsonElement data) => Console.WriteLine(data);
}
