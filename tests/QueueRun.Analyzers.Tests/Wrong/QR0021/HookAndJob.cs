// A hook that wants a count, and a job that is called something else
record Mail(string To);

partial class Work
{
    [OnOnline] internal static void Here(string userId, int {|QR0021:count|}) => Console.WriteLine(userId + count);
}
partial class Work
{
    [QueueHandler("mail")] internal static void Send(Mail {|QR0021:mail|}) => Console.WriteLine(mail);
}
