// Two queues of one type, in two parts
record Mail(string To);

static partial class Post
{
    [QueueRun.QueueHandlerAttribute("fast")] internal static void Fast(Mail job) => Console.WriteLine(job);
}
static partial class Post
{
    [{|QR0100:QueueRun.QueueHandlerAttribute("slow")|}] internal static void Slow(Mail? job) => Console.WriteLine(job);
}
