// A job that fails for good, and an administration of those that did
record Charge(decimal Amount);

static class Charges
{
    [QueueHandler] internal static void Take(Charge job) { if (job.Amount < 0) throw new JobFailedException("never again"); }
    internal static object Admin(IQueueAdmin admin) => admin;
}
