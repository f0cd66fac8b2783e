// A name with spaces
record Mail(string To);

static class Mails
{
    [QueueHandler("mails{|QR0103: |}to send")] internal static void Send(Mail job) => Console.WriteLine(job);
}
