using QueueRun.Redis.Store;

namespace QueueRun.Redis.Cluster;

/// <summary>
/// A user who has places at this process, or whose hooks this process calls. All members are read and written under the gate.
/// </summary>
internal sealed class ClusterUser(string id)
{
    private readonly List<(long Version, TaskCompletionSource Written)> _writes = [];
    private TaskCompletionSource? _told;

    public Lock Gate { get; } = new();

    public string Id => id;

    /// <summary>The user, as a connection or the directory gave it.</summary>
    public ISocketUser User { get; set; } = new SocketUser(id);

    /// <summary>The JSON of <see cref="User"/>, where hooks take such users; null if the directory has not been asked for it.</summary>
    public byte[]? Json { get; set; }

    /// <summary>Whether <see cref="Json"/> is to be written.</summary>
    public bool IsJsonPending { get; set; }

    /// <summary>The places that connections of this process take, or that are reserved for them.</summary>
    public int Places { get; set; }

    /// <summary>The connections of this process.</summary>
    public int Devices { get; set; }

    /// <summary>The reservations that wait for an answer.</summary>
    public Queue<Reservation> Reservations { get; } = new();

    /// <summary>Rises when counts have changed that are to be written.</summary>
    public long Version { get; private set; }

    /// <summary>The version that the directory has.</summary>
    public long Written { get; private set; }

    /// <summary>The newest record that this process has seen; null if there is none.</summary>
    public UserRecord? Record { get; set; }

    /// <summary>The number of that record, or, after it was deleted, of the deletion: what is older has no effect any more.</summary>
    public long Number { get; set; }

    /// <summary>Whether this process calls the user's hooks.</summary>
    public bool IsHome { get; set; }

    /// <summary>Whether presence was told that a connection is open somewhere.</summary>
    public bool IsPresent { get; set; }

    /// <summary>The newest call of hooks that this process knows of.</summary>
    public (bool IsOnline, long Number)? Told { get; set; }

    /// <summary>Whether <see cref="Told"/> is to be written.</summary>
    public bool IsToldPending { get; set; }

    /// <summary>The rooms for which hooks were called, and whether join or leave hooks: to be written.</summary>
    public Dictionary<string, bool> ToldRoomsPending { get; } = new(StringComparer.Ordinal);

    /// <summary>After a loss of data: the rooms for which this process called join hooks last; else null.</summary>
    public IReadOnlyList<string>? ToldRooms { get; set; }

    /// <summary>Whether data was lost, and what this process has told is to be written again.</summary>
    public bool RestoresFacts { get; set; }

    /// <summary>A departure whose delay is over, and the number of the record under which it was made.</summary>
    public (int Departure, long Number)? Departure { get; set; }

    /// <summary>Whether the home is to be handed over.</summary>
    public bool IsResigning { get; set; }

    /// <summary>Whether a task works for this user.</summary>
    public bool IsBusy { get; set; }

    /// <summary>Whether the user waits until the directory can be reached.</summary>
    public bool IsDirty { get; set; }

    /// <summary>Whether the last sweep has found the object unused. It is kept a little longer: an old message may still come.</summary>
    public bool IsIdle { get; set; }

    /// <summary>Whether the object is no longer used.</summary>
    public bool IsRemoved { get; set; }

    /// <summary>Whether nothing is left of the user at this process.</summary>
    public bool IsUnused => Places == 0 && Devices == 0 && !IsHome && !IsBusy && !HasWork;

    /// <summary>Whether something is to be written or asked.</summary>
    public bool HasWork => Version > Written || Reservations.Count > 0 || IsToldPending || ToldRoomsPending.Count > 0 || Departure is not null || IsResigning;

    /// <summary>The version that has to be written before it is known what lost messages have said; 0 if none were lost.</summary>
    public long Asked { get; private set; }

    /// <summary>The counts have changed.</summary>
    public void Touch() => Version++;

    /// <summary>Messages were lost: the reply to the next counts says what they have said.</summary>
    public void Ask()
    {
        Touch();
        Asked = Version;
        if (!IsBusy) IsDirty = true; // else the task that works writes it
    }

    /// <summary>Completes when the present counts have been written.</summary>
    public Task WrittenAsync()
    {
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _writes.Add((Version, written));
        return written.Task;
    }

    /// <summary>The directory has the counts of a version.</summary>
    public void HasWritten(long version)
    {
        Written = Math.Max(Written, version);
        if (version >= Asked) Asked = 0;
        _writes.RemoveAll(write => write.Version <= version && write.Written.TrySetResult());
    }

    /// <summary>Completes when hooks were called for the record's state.</summary>
    public Task ToldAsync() => (_told ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Lets first messages go if hooks were called for the record's state.</summary>
    public void ReleaseMessages()
    {
        if (Record is { IsOnline: true, IsTold: false }) return;

        _told?.TrySetResult();
        _told = null;
    }
}
