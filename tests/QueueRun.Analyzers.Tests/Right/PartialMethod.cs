// Partial methods: handlers, a hook, a job and a schedule
record Mail(string To);

static partial class Work
{
    [SocketHandler("type=ping")] internal static partial string Ping();
    internal static partial string Ping() => "pong";

    [OnOffline] internal static partial void Gone(string userId);
    internal static partial void Gone(string userId) => Console.WriteLine(userId);

    [QueueHandler] internal static partial Task Send(Mail job, CancellationToken token);
    [ScheduleHandler("hourly")] internal static partial Task Tidy(CancellationToken token);
}
static partial class Work
{
    internal static partial Task Send(Mail job, CancellationToken token) => Task.Delay(1, token);
    internal static partial Task Tidy(CancellationToken token) => Task.Delay(1, token);
}
