// Schedules in words, in five fields, in six, in a time zone
static class Schedules
{
    [ScheduleHandler("hourly")] internal static void Hour() { }
    [ScheduleHandler("0 9 * * 1-5", TimeZone = "Europe/Berlin", MissedRuns = MissedRuns.Skip)] internal static Task Day(ISockets sockets) => Task.CompletedTask;
    [ScheduleHandler("*/10 * * * * *", TimeoutSeconds = 5)] internal static async Task Often(ISocket socket, CancellationToken token) => await socket.To("ann").SendAsync("tick", token);
    [ScheduleHandler("0 0 L * *")] internal static ValueTask Last(JobContext context) => default;
}
