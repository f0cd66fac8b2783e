namespace QueueRun.Sqlite.Database;

/// <summary>The end of a wait while another process has locked the file, over all steps of an operation. In real time.</summary>
internal readonly record struct Deadline
{
    private readonly long _at; // in milliseconds of Environment.TickCount64

    private Deadline(long at) => _at = at;

    /// <summary>The remaining time; zero if the deadline has passed.</summary>
    public TimeSpan Remaining => TimeSpan.FromMilliseconds(Math.Max(0, _at - Environment.TickCount64));

    public bool IsOver => _at <= Environment.TickCount64;

    /// <summary>The later of both.</summary>
    public Deadline OrLater(Deadline other) => _at < other._at ? other : this;

    public static Deadline In(TimeSpan time) => new(Environment.TickCount64 + (long)time.TotalMilliseconds);
}
