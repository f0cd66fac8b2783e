namespace QueueRun;

/// <summary>A job whose attempts are used up.</summary>
/// <param name="Id">The job's id.</param>
/// <param name="Queue">The queue's name.</param>
/// <param name="Key">The job's key, or null.</param>
/// <param name="UserId">The id of the user to whom the job belongs, or null.</param>
/// <param name="Payload">The job as it is stored: UTF-8 JSON, or the text or bytes that were pushed.</param>
/// <param name="QueuedAt">When the job was pushed.</param>
/// <param name="FailedAt">When the last attempt ended.</param>
/// <param name="Attempts">The number of attempts.</param>
/// <param name="Error">The last error: the exception's type, message and stack.</param>
public sealed record FailedJob(
    string Id, string Queue, string? Key, string? UserId, ReadOnlyMemory<byte> Payload, DateTimeOffset QueuedAt, DateTimeOffset FailedAt,
    int Attempts, string Error);
