namespace QueueRun;

/// <summary>
/// Marks a method that does the jobs of one queue. The compiler wires it: there is nothing to register. <see cref="IQueue{T}"/> and
/// <see cref="IQueues"/> push jobs.
/// </summary>
/// <remarks>
/// The job is the parameter marked <see cref="FromMessageAttribute">[FromMessage]</see>, else the one named <c>job</c>, else the one named
/// <c>data</c>; its type belongs to this queue alone. A job is done at least once: it is tried again if its handler throws or takes too
/// long, or if the process dies.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class QueueHandlerAttribute : Attribute
{
    /// <summary>
    /// Names the queue after the method, in snake_case and without <c>Async</c>: <c>ChatMessageAsync</c> is <c>chat_message</c>.
    /// </summary>
    public QueueHandlerAttribute()
    {
    }

    /// <summary>Names the queue.</summary>
    /// <param name="name">
    /// The queue's name: 1 to 100 letters, digits, <c>_</c>, <c>-</c>, <c>.</c>. It is stored with the jobs, so the method can be renamed.
    /// </param>
    public QueueHandlerAttribute(string name) => Name = name;

    /// <summary>The queue's name; null if the queue is named after the method.</summary>
    public string? Name { get; }

    /// <summary>
    /// Seconds until a job's token is cancelled and the job counts as timed out: more than 0, at most 86400 (a day).
    /// Default <see cref="QueueRunOptions.JobTimeout"/>.
    /// </summary>
    public double TimeoutSeconds { get; set; }
}
