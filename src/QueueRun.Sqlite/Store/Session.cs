using QueueRun.Sqlite.Database;

namespace QueueRun.Sqlite.Store;

/// <summary>An open connection, and what stands in its tables. Used by the store's thread, within transactions that it begins and ends.</summary>
internal sealed class Session : IDisposable
{
    private readonly Statement _readNumber;
    private readonly Statement _writeNumber;
    private long? _number; // the last that was given out in this transaction

    /// <param name="connection">The connection; within a transaction.</param>
    /// <param name="owner">Who claims jobs here.</param>
    public Session(Connection connection, long owner)
    {
        (Connection, Owner) = (connection, owner);
        var prefix = connection.Prepare("SELECT prefix FROM store");
        prefix.Read();
        Prefix = prefix.Text(0);
        connection.Discard(prefix);
        _readNumber = connection.Prepare("SELECT number FROM store");
        _writeNumber = connection.Prepare("UPDATE store SET number = ?");
        Queues = new(connection);
        Jobs = new(this);
        Failed = new(this);
        Pushes = new(connection);
        Schedules = new(connection);
        Owners = new(connection);
    }

    public Connection Connection { get; }

    /// <summary>Who claims jobs here.</summary>
    public long Owner { get; }

    /// <summary>What the ids of this file's jobs begin with.</summary>
    public string Prefix { get; }

    public QueueRows Queues { get; }

    public JobRows Jobs { get; }

    public FailedRows Failed { get; }

    public PushRows Pushes { get; }

    public ScheduleRows Schedules { get; }

    public OwnerRows Owners { get; }

    /// <summary>Whether jobs may have become claimable in this transaction.</summary>
    public bool MadeClaimable { get; set; }

    /// <summary>A number that no job or failure of the file has had.</summary>
    public long NextNumber()
    {
        var number = (_number ?? _readNumber.Number() ?? 0) + 1;
        _number = number;
        return number;
    }

    /// <summary>
    /// Leaves out the numbers that jobs may have had of which the file knows nothing, as it is an older copy: the next come after the time that it is, in
    /// microseconds, which they would not have reached but at a million jobs a second.
    /// </summary>
    public void LeaveOutNumbers(DateTimeOffset now)
    {
        var last = _readNumber.Number() ?? 0;
        _writeNumber.Bind(Math.Max(last, Instant.Store(now) / TimeSpan.TicksPerMicrosecond)).Run();
    }

    /// <summary>Writes to the file, to see whether that is possible: a number goes unused.</summary>
    public void Touch() => NextNumber();

    /// <summary>Writes what is written once per transaction.</summary>
    public void Flush()
    {
        Jobs.Flush();
        if (_number is { } number) _writeNumber.Bind(number).Run();
        Queues.Flush();
    }

    /// <summary>A transaction begins: what was read in the one before is worth nothing.</summary>
    public void Forget()
    {
        _number = null;
        MadeClaimable = false;
        Jobs.Forget();
        Queues.Forget();
    }

    /// <summary>A transaction was rolled back: queues that it added are not there.</summary>
    public void ForgetQueues()
    {
        Queues.ForgetNumbers();
        Jobs.ForgetQueues();
    }

    public void Dispose() => Connection.Dispose();
}
