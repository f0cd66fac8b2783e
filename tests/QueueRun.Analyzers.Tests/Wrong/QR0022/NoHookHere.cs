// The circumstances of a hook's call, where no hook is called
record Mail(string To);

class Calls(PresenceContext {|QR0022:call|})
{
    [SocketHandler] internal void Say(string text) => Console.WriteLine((call, text));
}

static class Others
{
    [OnConnect] internal static void Connect(PresenceContext? {|QR0022:call|}) => Console.WriteLine(call);
    [QueueHandler] internal static void Send(Mail job, PresenceContext {|QR0022:context|}) => Console.WriteLine((job, context));
    [ScheduleHandler("daily")] internal static void Daily(PresenceContext {|QR0022:context|}) => Console.WriteLine(context);
    [OnLeave] internal static void Left(in PresenceContext {|QR0022:context|}) => Console.WriteLine(context);
}
