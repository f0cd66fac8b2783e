// A job, and another one
static class Mails
{
    [QueueRun.QueueHandler] internal static void Send([FromMessage] string text, [QueueRun.FromMessageAttribute] string {|QR0020:to|}) => Console.WriteLine(text + to);
}
