// A day that never comes, in a constant, in a partial method
static partial class Digests
{
    private const string Never = "0 0 31 6 *";

    [QueueRun.ScheduleHandler(expression: {|QR0101:Never|})] internal static partial Task Half();
    internal static partial Task Half() => Console.Out.WriteLineAsync("half of the year");
}
