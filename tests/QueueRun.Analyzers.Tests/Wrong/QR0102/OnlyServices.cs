// Only services, one of them called job, by an alias
using Queue = QueueRun.QueueHandlerAttribute;

class Rooms { public int Count => 0; }

partial class Tidying
{
    [Queue("tidy")] internal static void {|QR0102:Run|}([FromKeyedServices("all")] Rooms job, CancellationToken token) => Console.WriteLine(token.IsCancellationRequested ? 0 : job.Count);
}
