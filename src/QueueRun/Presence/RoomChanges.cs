namespace QueueRun.Presence;

/// <summary>
/// The rooms of one user: those that the user is in, and those for which a join hook was called last. Changes are taken in the order in
/// which they came.
/// </summary>
internal struct RoomChanges
{
    private Dictionary<string, State>? _rooms;
    private Queue<string>? _changed;
    private Queue<string>? _left;

    /// <param name="IsIn">Whether the user is in the room.</param>
    /// <param name="Told">The state for which hooks were called last.</param>
    /// <param name="IsQueued">Whether the room is in the queue of changes.</param>
    private readonly record struct State(bool IsIn, bool Told, bool IsQueued);

    /// <summary>The user has entered or left a room.</summary>
    public void Set(string room, bool isIn)
    {
        _rooms ??= new(StringComparer.Ordinal);
        _rooms.TryGetValue(room, out var state);
        if (!state.IsQueued) (_changed ??= new()).Enqueue(room);
        _rooms[room] = state with { IsIn = isIn, IsQueued = true };
    }

    /// <summary>The rooms for which join hooks were called last.</summary>
    public readonly IReadOnlyList<string> Told => _rooms is null ? [] : [.. _rooms.Where(room => room.Value.Told).Select(room => room.Key)];

    /// <summary>Adds what another process knew. Changes that have come since are newer.</summary>
    public void Restore(IReadOnlyList<string> rooms, IReadOnlyList<string> told)
    {
        var later = _rooms ?? [];
        (_rooms, _changed) = (new(StringComparer.Ordinal), null);
        foreach (var room in told) _rooms[room] = new(IsIn: true, Told: true, IsQueued: false);
        foreach (var room in told.Except(rooms, StringComparer.Ordinal)) Set(room, isIn: false);
        foreach (var room in rooms.Except(told, StringComparer.Ordinal)) Set(room, isIn: true);
        foreach (var (room, state) in later) Set(room, state.IsIn);
    }

    /// <summary>
    /// The user has gone, and has left all rooms: those for which a join hook was called are told first. Rooms that are entered from now on
    /// belong to the user's next stay.
    /// </summary>
    public void LeaveAll()
    {
        if (_rooms is null) return;

        _left = new();
        foreach (var (room, state) in _rooms)
        {
            if (state.Told) _left.Enqueue(room);
        }

        (_rooms, _changed) = (null, null);
    }

    /// <summary>The rooms that were left by <see cref="LeaveAll"/> are no longer told.</summary>
    public void DropLeft() => _left = null;

    /// <summary>The next of the rooms that were left by <see cref="LeaveAll"/>; false if there is none.</summary>
    public bool TryTakeLeft(out string room)
    {
        if (_left is not null && _left.TryDequeue(out room!)) return true;

        (room, _left) = ("", null);
        return false;
    }

    /// <summary>The next change for which hooks are to be called; false if there is none.</summary>
    public bool TryTake(out string room, out bool isIn)
    {
        while (_changed is not null && _changed.TryDequeue(out room!))
        {
            var state = _rooms![room];
            isIn = state.IsIn;
            if (isIn) _rooms[room] = new(isIn, Told: true, IsQueued: false);
            else _rooms.Remove(room);
            if (isIn != state.Told) return true;
        }

        (room, isIn) = ("", false);
        return false;
    }
}
