// An hour that no clock has
static class Digests
{
    [ScheduleHandler("0 {|QR0101:25|} * * *")] internal static void Morning() => Console.WriteLine("good morning");
}
