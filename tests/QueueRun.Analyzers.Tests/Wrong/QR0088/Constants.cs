// Constants: too long, and with a control character
using static Names;

static class Names
{
    public const string Two = "one\ntwo";
    public const string Ten = "0123456789", Fifty = Ten + Ten + Ten + Ten + Ten;
    public const string Long = Fifty + Fifty + Fifty + Fifty + "x";
}

partial class Chat(QueueRun.ISockets sockets)
{
    internal ISocket Lines() => sockets.ToRoom({|QR0088:Two|});
    internal ISocket Much() => sockets.ToRoom(room: {|QR0088:Names.Long|});
    internal async Task Both(string userId) => await sockets.To(userId).JoinAsync({|QR0088:$"{Two}!"|});
}
