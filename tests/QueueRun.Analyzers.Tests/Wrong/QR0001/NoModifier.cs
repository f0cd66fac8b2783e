// No modifier at all, which is private, on a queue and on a hook
record Mail(string To);

class Mails
{
    [QueueHandler] void {|QR0001:Send|}(Mail job) => Console.WriteLine(job);
    [QueueRun.OnOffline] static Task {|QR0001:Gone|}(string userId) => Console.Out.WriteLineAsync(userId);
}
