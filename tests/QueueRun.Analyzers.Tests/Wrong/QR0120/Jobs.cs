// Jobs need no endpoint, but they need adding
Host.CreateApplicationBuilder(args).Build().Run();

static class Jobs
{
    [ScheduleHandler("daily")] internal static void {|QR0120:Tidy|}() => Console.WriteLine("tidy");
}
