// What jobs may ask for: their context, the user, a socket, services, a longer time
record Report(string Name);

class Reports(JobContext context, TimeProvider time)
{
    [QueueHandler("reports", TimeoutSeconds = 3600)]
    internal async ValueTask<SendResult> Make(Report job, ISocket socket, SocketUser? user, string? userId)
        => await socket.SendAsync(new { job.Name, context.Attempt, at = time.GetUtcNow(), user = user?.Id ?? userId }, context.Aborted);
}
