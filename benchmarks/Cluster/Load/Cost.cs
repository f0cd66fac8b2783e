namespace QueueRun.Cluster.Benchmarks;

/// <summary>Processor time, in microseconds.</summary>
/// <param name="Servers">Of all processes of the program.</param>
/// <param name="Sender">Of the one with the sender.</param>
/// <param name="Redis">Of Redis.</param>
internal readonly record struct Cost(double Servers, double Sender, double Redis)
{
    public static Cost operator -(Cost later, Cost earlier) => new(later.Servers - earlier.Servers, later.Sender - earlier.Sender, later.Redis - earlier.Redis);
}
