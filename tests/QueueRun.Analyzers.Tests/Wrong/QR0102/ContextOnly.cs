// The job's context is no job
class Reports(TimeProvider time)
{
    [global::QueueRun.QueueHandlerAttribute("reports")]
    internal async ValueTask {|QR0102:Make|}(JobContext job, ISocket socket) => await socket.SendAsync($"{job.Id} {time.GetUtcNow()}");
}
