using QueueRun.Sqlite.Database;

namespace QueueRun.Sqlite.Store;

/// <summary>An open connection and its tables. Used by the store's thread, inside transactions that the thread begins and ends.</summary>
internal sealed class Session : IDisposable
{
    private readonly Statement _readNumber;
    private readonly Statement _writeNumber;
    private readonly Statement _readClock;
    private readonly Statement _writeClock;
    private readonly Statement _setClock;
    private long? _number; // the last number used in this transaction
    private long? _seen;   // when this transaction stored an entry that waits for a time
    private long _clock;   // the latest such time that this store has written

    /// <param name="connection">The connection; inside a transaction.</param>
    /// <param name="owner">The owner that claims jobs here.</param>
    public Session(Connection connection, long owner)
    {
        (Connection, Owner) = (connection, owner);
        var prefix = connection.Prepare("SELECT prefix FROM store");
        prefix.Read();
        Prefix = prefix.Text(0);
        connection.Discard(prefix);
        _readNumber = connection.Prepare("SELECT number FROM store");
        _writeNumber = connection.Prepare("UPDATE store SET number = ?");
        _readClock = connection.Prepare("SELECT clock FROM store");
        _writeClock = connection.Prepare("UPDATE store SET clock = max(clock, ?)");
        _setClock = connection.Prepare("UPDATE store SET clock = ?");
        Queues = new(connection);
        Jobs = new(this);
        Failed = new(this);
        Waits = new(this);
        Pushes = new(connection);
        Schedules = new(connection);
        Owners = new(connection);
    }

    public Connection Connection { get; }

    /// <summary>The owner that claims jobs here.</summary>
    public long Owner { get; }

    /// <summary>The prefix of the ids of this file's jobs.</summary>
    public string Prefix { get; }

    public QueueRows Queues { get; }

    public JobRows Jobs { get; }

    public FailedRows Failed { get; }

    public WaitRows Waits { get; }

    public PushRows Pushes { get; }

    public ScheduleRows Schedules { get; }

    public OwnerRows Owners { get; }

    /// <summary>Whether jobs may have become claimable in this transaction.</summary>
    public bool MadeClaimable { get; set; }

    /// <summary>Returns a number that no job or failure of the file has had.</summary>
    public long NextNumber()
    {
        var number = (_number ?? _readNumber.Number() ?? 0) + 1;
        _number = number;
        return number;
    }

    /// <summary>
    /// Skips numbers that jobs may have had which this file, an older copy, does not know: the next number is at least the current time in
    /// microseconds, which earlier numbers reach only at a million jobs a second.
    /// </summary>
    public void LeaveOutNumbers(DateTimeOffset now)
    {
        var last = _readNumber.Number() ?? 0;
        _writeNumber.Bind(Math.Max(last, Instant.Store(now) / TimeSpan.TicksPerMicrosecond)).Run();
    }

    /// <summary>Notes the clock's time when an entry that waits for a time is stored.</summary>
    public void See(DateTimeOffset now) => _seen = Instant.Store(now);

    /// <summary>The latest time at which an entry that waits for a time was stored, to a second; null if there is none.</summary>
    public DateTimeOffset? LatestTime => _readClock.Number() is > 0 and var clock ? Instant.Read(clock) : null;

    /// <summary>The clock has gone back, and all entries have been corrected.</summary>
    public void SetClock(DateTimeOffset now)
    {
        _clock = Instant.Store(now);
        _setClock.Bind(_clock).Run();
    }

    /// <summary>Writes to the file, to check whether that is possible: uses up one number.</summary>
    public void Touch() => NextNumber();

    /// <summary>Writes the values that are written once per transaction.</summary>
    public void Flush()
    {
        Jobs.Flush();
        if (_number is { } number) _writeNumber.Bind(number).Run();
        WriteClock();
        Queues.Flush();
    }

    /// <summary>A transaction begins: drops the values that were read in the previous one.</summary>
    public void Forget()
    {
        _number = _seen = null;
        MadeClaimable = false;
        Jobs.Forget();
        Queues.Forget();
    }

    /// <summary>A transaction was rolled back: forgets the queues that it added.</summary>
    public void ForgetQueues()
    {
        _clock = 0;
        Queues.ForgetNumbers();
        Jobs.ForgetQueues();
    }

    public void Dispose() => Connection.Dispose();

    /// <summary>Writes at most once a second: no more precision is needed.</summary>
    private void WriteClock()
    {
        if (_seen is not { } seen || seen < _clock + TimeSpan.TicksPerSecond) return;

        _writeClock.Bind(seen).Run();
        _clock = seen;
    }
}
