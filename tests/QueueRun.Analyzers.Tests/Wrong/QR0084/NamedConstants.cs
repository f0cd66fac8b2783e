// Constants that look like variables, and one beside a variable
class News(ISockets sockets)
{
    private const string Nobody = "";

    internal ISocket Local()
    {
        const string nobody = "";
        return sockets.To({|QR0084:nobody|});
    }

    internal ISocket Field() => sockets.To({|QR0084:Nobody|});
    internal ISocket Both(string userId) => sockets.To(userId, {|QR0084:News.Nobody|});
}
