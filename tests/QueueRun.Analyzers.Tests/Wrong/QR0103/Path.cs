// A path, by an alias, with a name for the argument
using Queue = QueueRun.QueueHandlerAttribute;

static partial class Mails
{
    [Queue(name: @"mails{|QR0103:\|}urgent")] internal static partial void Send(string job);
    internal static partial void Send(string job) => Console.WriteLine(job);
}
