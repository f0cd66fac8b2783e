// A program of jobs without an endpoint
var builder = Host.CreateApplicationBuilder(args);
builder.Services?.AddQueueRun();
builder.Build().Run();

record Mail(string To);

static class Jobs
{
    [QueueHandler] internal static Task Send(Mail job) => Console.Out.WriteLineAsync(job.To);
    [ScheduleHandler("daily")] internal static async Task Tell(IQueue<Mail> mails) => await mails.PushAsync(new("ann"));
}
