// Two of them in two parts, one by its full name
static partial class Door
{
    [OnConnect] internal static void First(HttpContext context) => Console.WriteLine(context.Request.Path);
}
static partial class Door
{
    [QueueRun.OnConnectAttribute] internal static Task {|QR0060:Second|}(HttpContext context) => Console.Out.WriteLineAsync(context.Request.Path);
}
