// Attributes and types by aliases
using H = QueueRun.SocketHandlerAttribute;
using M = QueueRun.SocketMessageAttribute;
using Bytes = System.ReadOnlyMemory<byte>;

[M("say")] record Say(string Text);

static class Chat
{
    [H] internal static string On(Say say) => say.Text;
    [H] internal static int Count(Bytes bytes) => bytes.Length;
}
