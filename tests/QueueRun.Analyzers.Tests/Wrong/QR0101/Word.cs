// Another scheduler's word, by an alias, in a verbatim string
using Every = QueueRun.ScheduleHandlerAttribute;

static class Digests
{
    [Every(@"{|QR0101:@hourly|}", MissedRuns = MissedRuns.Skip)] internal static void Hour() => Console.WriteLine("dong");
}
