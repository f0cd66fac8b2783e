// A job that may take a week
static class Jobs
{
    [QueueRun.ScheduleHandlerAttribute("weekly", {|QR0007:TimeoutSeconds = 7 * 86400|})]
    internal static Task Tidy(CancellationToken token) => Task.Delay(1000, token);
}
