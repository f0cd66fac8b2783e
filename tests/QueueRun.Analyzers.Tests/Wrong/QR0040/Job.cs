// A job that is an interface
interface IMail { string To { get; } }

static class Mails
{
    [global::QueueRun.QueueHandlerAttribute] internal static void Send(IMail {|QR0040:job|}) => Console.WriteLine(job.To);
}
