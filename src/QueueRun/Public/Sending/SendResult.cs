namespace QueueRun;

/// <summary>The result of a send.</summary>
public readonly record struct SendResult
{
    private readonly IReadOnlyList<string>? _offline;

    /// <summary>Creates the result of a send.</summary>
    /// <param name="Recipients">
    /// The number of users with an outbox that took the message; 1 for a bare connection; for a room and for all, the number of
    /// connections.
    /// </param>
    /// <param name="Offline">The named users who have no connection.</param>
    public SendResult(int Recipients, IReadOnlyList<string> Offline)
    {
        this.Recipients = Recipients;
        _offline = Offline;
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
        init => _offline = value;
    }

    /// <summary>Takes the result apart.</summary>
    public void Deconstruct(out int Recipients, out IReadOnlyList<string> Offline) => (Recipients, Offline) = (this.Recipients, this.Offline);
}
