// An id that is nobody's, by a constant and among others
static class Users { public const string Nobody = ""; }

static class News
{
    internal static ISocket Of(ISockets sockets) => sockets.To({|QR0084:Users.Nobody|});
    internal static ISocket All(ISockets sockets) => sockets.To("ann", {|QR0084:""|});
    internal static ISocket? Maybe(ISockets? sockets) => sockets?.To(userId: {|QR0084:null|}!);
}
