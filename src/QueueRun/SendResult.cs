namespace QueueRun;

/// <summary>What became of a message that was sent.</summary>
public readonly record struct SendResult
{
    private readonly IReadOnlyList<string>? _offline;

    /// <summary>What became of a message that was sent.</summary>
    /// <param name="Recipients">Users with an outbox that took the message; 1 for a bare connection.</param>
    /// <param name="Offline">The users named who have no connection.</param>
    public SendResult(int Recipients, IReadOnlyList<string> Offline)
    {
        this.Recipients = Recipients;
        _offline = Offline;
    }

    /// <summary>How many users have an outbox that took the message; 1 for a bare connection.</summary>
    public int Recipients { get; init; }

    /// <summary>The users named who have no connection. Never null.</summary>
    public IReadOnlyList<string> Offline
    {
        get => _offline ?? [];
        init => _offline = value;
    }

    /// <summary>Takes the result apart.</summary>
    public void Deconstruct(out int Recipients, out IReadOnlyList<string> Offline) => (Recipients, Offline) = (this.Recipients, this.Offline);
}
