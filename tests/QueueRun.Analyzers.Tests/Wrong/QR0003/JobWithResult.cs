// A job that returns what nobody takes
record Sum(int X, int Y);

static class Sums
{
    [global::QueueRun.QueueHandler("sums")] internal static int {|QR0003:Add|}(Sum job) => job.X + job.Y;
}
