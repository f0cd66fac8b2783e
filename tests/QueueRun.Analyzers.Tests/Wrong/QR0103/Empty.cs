// Nothing but quotes, and a constant with a colon
class Mails
{
    private const string Name = "mails:fast";

    [QueueHandler({|QR0103:""|})] internal void Send(string job) => Console.WriteLine(job);
    [QueueRun.QueueHandler({|QR0103:Name|})] internal void Fast(int job) => Console.WriteLine(job);
}
