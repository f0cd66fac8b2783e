// Two public constructors, one of them the primary one
class Chat(TimeProvider time)
{
    public Chat() : this(TimeProvider.System) { }

    [SocketHandler("type=time")] internal DateTimeOffset {|QR0002:Now|}() => time.GetUtcNow();
}
