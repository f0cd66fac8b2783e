namespace QueueRun;

/// <summary>How a job is pushed.</summary>
public sealed record PushOptions
{
    /// <summary>The least time that the job waits: zero to 366 days. Default zero.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>
    /// Jobs of one queue with the same key are done one after another, in the order in which they were pushed; a job that is delayed or
    /// tried again holds up the jobs behind it. Other jobs are done in parallel. 1 to 200 characters, compared exactly; null for none.
    /// </summary>
    public string? Key { get; init; }

    /// <summary>
    /// A second push to the same queue with the same id within 5 minutes is ignored, whether the first job still waits or not. 1 to 200
    /// characters, compared exactly; null for none.
    /// </summary>
    public string? DeduplicationId { get; init; }
}
