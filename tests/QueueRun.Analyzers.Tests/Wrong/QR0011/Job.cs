// A job of an hour, by an alias
using Job = QueueRun.QueueHandlerAttribute;

record Film(string Name);

static partial class Films
{
    [Job("films", {|QR0011:TimeoutSeconds = 60 * 60|})] internal static partial Task Convert(Film job);
    internal static partial Task Convert(Film job) => Console.Out.WriteLineAsync(job.Name);
}
