// A token in a constant, by an alias of the attribute
using H = QueueRun.SocketHandlerAttribute;

static class Feed
{
    private const string Route = "access_token=eyJhbGciOiJIUzI1NiJ9/type=feed";

    [H({|QR0013:Route|})] internal static string Read() => "news";
}
