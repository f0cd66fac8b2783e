// A class with only jobs, and the attribute by its full name
[{|QR0065:Microsoft.AspNetCore.Authorization.AuthorizeAttribute("staff")|}]
static partial class Mails;
static partial class Mails
{
    [QueueHandler] internal static void Send(string job) => Console.WriteLine(job);
    [ScheduleHandler("daily")] internal static void Clean() { }
}
