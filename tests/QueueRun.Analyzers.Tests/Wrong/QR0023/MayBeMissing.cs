// A property that may be missing, for a number that always is one
static class Lists
{
    [SocketHandler("type=list/[page?]/[size?]")] internal static int Read(int {|QR0023:page|}, int size = 20) => page * size;
}
