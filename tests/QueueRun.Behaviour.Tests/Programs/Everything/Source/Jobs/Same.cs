using QueueRun;

namespace Every.Thing.Jobs;

internal sealed record Mail(string To, string Text);

internal static class Work
{
    [SocketHandler("action=mail/[text]")]
    internal static async Task PushAsync(string text, SocketUser user, IQueue<Mail> queue, CancellationToken token)
        => await queue.PushAsync(new(user.Id, text), cancellationToken: token);

    [QueueHandler]
    internal static async Task SendMailAsync(Mail job, ISocket socket, JobContext context, CancellationToken token)
        => await socket.To(job.To).SendAsync(new { mail = job.Text, context.Attempt }, token);

    [ScheduleHandler("0 3 * * *", TimeZone = "UTC", MissedRuns = MissedRuns.Skip)]
    internal static async Task NightlyAsync(ISocket socket, CancellationToken token) => await socket.To("ann").SendAsync(new { night = true }, token);
}
