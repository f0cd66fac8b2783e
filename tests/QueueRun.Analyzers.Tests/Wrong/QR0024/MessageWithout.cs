// A message type brings the value, and has no member for the property
using Handler = QueueRun.SocketHandlerAttribute;

[SocketMessage("action", "say")]
record Say(string Text);

static partial class Chat
{
    [Handler("[{|QR0024:room|}]")] internal static partial string Say(Say say);
    internal static partial string Say(Say say) => say.Text;
}
