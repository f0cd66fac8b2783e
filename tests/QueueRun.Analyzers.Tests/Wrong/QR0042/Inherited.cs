// An inherited member, and a handler that takes the message
using M = QueueRun.SocketMessageAttribute;

abstract record Message(string Action);
[{|QR0042:M("action", "say")|}] record Say(string Action, string Text) : Message(Action);

static class Chat
{
    [SocketHandler] internal static string On(Say say) => say.Text;
}
