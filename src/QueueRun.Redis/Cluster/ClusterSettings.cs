namespace QueueRun.Redis.Cluster;

/// <summary>The settings of a program's cluster.</summary>
/// <param name="Prefix">The prefix of keys.</param>
/// <param name="LeaseTime">How long a process counts as living after its last beat.</param>
/// <param name="SendTimeout">How long a send waits for the directory.</param>
/// <param name="ConnectTimeout">How long a connection waits for a place.</param>
/// <param name="MaxPendingSize">The bytes of sends that may wait for the directory.</param>
internal sealed record ClusterSettings(string Prefix, TimeSpan LeaseTime, TimeSpan SendTimeout, TimeSpan ConnectTimeout, int MaxPendingSize);
