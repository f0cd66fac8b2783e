namespace QueueRun;

/// <summary>The result of a send.</summary>
public readonly record struct SendResult
{
    private readonly IReadOnlyList<string>? _offline;
    private readonly IReadOnlyList<string>? _unknown;
    private readonly bool _isIncomplete;

    /// <summary>Creates the result of a send.</summary>
    /// <param name="Recipients">
    /// The number of users with an outbox that took the message; 1 for a bare connection; for a room and for all, the number of
    /// connections.
    /// </param>
    /// <param name="Offline">The named users who have no connection.</param>
    public SendResult(int Recipients, IReadOnlyList<string> Offline)
    {
        this.Recipients = Recipients;
        this.Offline = Offline;
    }

    /// <summary>
    /// The number of users with an outbox that took the message; 1 for a bare connection. For a room and for <see cref="ISockets.All"/>,
    /// the number of connections of this process.
    /// </summary>
    public int Recipients { get; init; }

    /// <summary>The named users who have no connection. Never null.</summary>
    public IReadOnlyList<string> Offline
    {
        get => _offline ?? [];
        init => _offline = value is { Count: > 0 } ? value : null; // so that a result without users is equal to the default
    }

    /// <summary>
    /// The named users of whom it is not known whether they received the message at another process, because that one could not be reached.
    /// Connections of this process have received it. Never null; empty in a program of one process.
    /// </summary>
    public IReadOnlyList<string> Unknown
    {
        get => _unknown ?? [];
        init => _unknown = value is { Count: > 0 } ? value : null;
    }

    /// <summary>
    /// Whether all processes with recipients were asked: false if another process could not be reached, also for a send to a room or to
    /// all. Always true in a program of one process.
    /// </summary>
    public bool IsComplete
    {
        get => !_isIncomplete;
        init => _isIncomplete = !value;
    }

    /// <summary>Throws if <see cref="IsComplete"/> is false.</summary>
    /// <exception cref="ClusterUnavailableException">Another process could not be reached.</exception>
    public void ThrowIfIncomplete()
    {
        if (IsComplete) return;

        throw new ClusterUnavailableException(
            "The message was put into the outboxes of this process. Another process could not be reached, so it is not known whether its connections received the message.");
    }

    /// <summary>Takes the result apart.</summary>
    public void Deconstruct(out int Recipients, out IReadOnlyList<string> Offline) => (Recipients, Offline) = (this.Recipients, this.Offline);
}
