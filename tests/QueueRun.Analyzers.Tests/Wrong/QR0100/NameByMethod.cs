// A name that the method gives, and one that is written, by an alias
using Queue = QueueRun.QueueHandlerAttribute;

class Post
{
    [Queue] internal Task SendMailAsync(string job) => Console.Out.WriteLineAsync(job);
    [{|QR0100:Queue("send_mail")|}] internal Task Other(int job) => Console.Out.WriteLineAsync($"{job}");
}
