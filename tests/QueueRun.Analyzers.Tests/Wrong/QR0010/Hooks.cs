// In a hook, a job and a schedule, configured and by value tasks
record Mail(string To);

partial class Work
{
    [OnOffline] internal static partial void Gone(ISocket socket, string userId);
    internal static partial void Gone(ISocket socket, string userId) => _ = socket.IsOnlineAsync(userId).{|QR0010:Result|};

    [QueueHandler] internal static void Send(Mail job, HttpClient http)
    {
        http.GetAsync(job.To).ConfigureAwait(false).GetAwaiter().{|QR0010:GetResult|}();
        Task.{|QR0010:WaitAll|}(http.GetAsync(job.To), http.GetAsync(job.To));
    }

    [ScheduleHandler("daily")] internal static void Tidy() => Task.Delay(1).{|QR0010:Wait|}();
}
