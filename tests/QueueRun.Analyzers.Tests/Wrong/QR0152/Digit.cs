// A digit comes first, at one of two attributes
static class Steps
{
    [SocketHandler("action=first", Name = "step1")]
    [SocketHandler("action=second", {|QR0152:Name = "2nd"|})]
    internal static string Step() => "done";
}
