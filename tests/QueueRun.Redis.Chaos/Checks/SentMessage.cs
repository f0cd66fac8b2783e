namespace QueueRun.Redis.Chaos.Checks;

/// <summary>A message, from the journal of the process that sent it.</summary>
/// <param name="sender">The process.</param>
/// <param name="number">Its number among those of that process.</param>
/// <param name="users">The users that it names; null if it is to a room or to all.</param>
/// <param name="room">The room; null if it is to users or to all.</param>
/// <param name="begin">When the send began.</param>
internal sealed class SentMessage(string sender, long number, HashSet<string>? users, string? room, TimeSpan begin)
{
    public string Sender => sender;

    public long Number => number;

    public HashSet<string>? Users => users;

    public string? Room => room;

    public TimeSpan Begin => begin;

    /// <summary>When the send had ended; <see cref="TimeSpan.MaxValue"/> if it has not.</summary>
    public TimeSpan End { get; set; } = TimeSpan.MaxValue;

    /// <summary>Whether the result says that all processes were asked.</summary>
    public bool IsComplete { get; set; }

    public IReadOnlyList<string> Offline { get; set; } = [];

    public IReadOnlyList<string> Unknown { get; set; } = [];

    /// <summary>The exception of the send.</summary>
    public string? Error { get; set; }

    public override string ToString()
    {
        var to = Users is null ? Room ?? "all" : string.Join(',', Users);
        var result = End == TimeSpan.MaxValue ? "…" : $"{End.TotalSeconds:0.000} ({Error ?? (IsComplete ? "complete" : "not complete")}, offline {string.Join(',', Offline)}, unknown {string.Join(',', Unknown)})";
        return $"message {Sender} {Number} to {to}, {Begin.TotalSeconds:0.000} to {result}";
    }
}
