// What no job has, and what only a job has
record Mail(string To);

class Mails(HttpContext {|QR0022:http|})
{
    [QueueHandler] internal Task Send(Mail job) => Console.Out.WriteLineAsync(http.Request.Path + job.To);
    [SocketHandler("type=retry")] internal static int Retry(JobContext {|QR0022:context|}) => context.Attempt;
}
