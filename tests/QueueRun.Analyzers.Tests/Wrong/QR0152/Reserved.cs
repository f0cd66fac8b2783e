// A name with a meaning of its own in JavaScript, and an empty one, by the attribute's full name
static class Objects
{
    [QueueRun.SocketHandlerAttribute("action=make", {|QR0152:Name = "constructor"|})] internal static string Make() => "made";
    [QueueRun.SocketHandlerAttribute("action=empty", {|QR0152:Name = ""|})] internal static string Empty() => "";
}
