namespace QueueRun.Redis.Store;

/// <summary>This process is not among the living: its lease was over, or the data was lost.</summary>
internal sealed class FencedException() : Exception("This process is not among the living processes of the cluster any more.");
