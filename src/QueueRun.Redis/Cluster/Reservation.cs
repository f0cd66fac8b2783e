namespace QueueRun.Redis.Cluster;

/// <summary>A place for a connection that waits for the directory's answer.</summary>
internal sealed class Reservation
{
    private readonly TaskCompletionSource<bool> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether there is a place.</summary>
    public Task<bool> Answer => _answer.Task;

    /// <summary>Whether nobody waits any more.</summary>
    public bool IsAbandoned { get; set; }

    public void Decide(bool hasPlace) => _answer.TrySetResult(hasPlace);
}
