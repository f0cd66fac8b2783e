namespace Diagnostics;

record Mail(string To);

record Letter(string To);

static class Jobs
{
    [QueueHandler("mail")]
    internal static void Send(Mail job) => Console.WriteLine(job);

    [QueueHandler("mail")]
    internal static void SendToo(Letter job) => Console.WriteLine(job);

    [QueueHandler("nothing")]
    internal static void Nothing() => Console.WriteLine("no job");

    [QueueHandler("my mail")]
    internal static void Spaced(int job) => Console.WriteLine(job);

    [ScheduleHandler("0 25 * * *")]
    internal static void Never() => Console.WriteLine("at twenty-five o'clock");
}
