// A property that may be missing, and nobody asks whether it is
static class Lists
{
    [SocketHandler("type=list/[{|QR0024:page|}?]")] internal static string Read() => "all";
}
