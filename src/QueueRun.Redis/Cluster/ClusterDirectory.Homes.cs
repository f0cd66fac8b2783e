using QueueRun.Redis.Store;

namespace QueueRun.Redis.Cluster;

// Homes: what the directory reports of a user whose hooks this process calls, and what presence reports back.
internal sealed partial class ClusterDirectory
{
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(10);

    public void GoOffline(string userId, int departure)
    {
        if (!_users.TryGetValue(userId, out var user)) return;

        lock (user.Gate)
        {
            if (!user.IsHome || _presence.DepartureOf(userId) != departure) return;

            user.Departure = (departure, user.Number);
            Work(user);
        }
    }

    // Presence asks again as long as the user is offline, and the rooms have not been left.
    public async ValueTask LeaveRoomsAsync(string userId)
    {
        try
        {
            if (_users.TryGetValue(userId, out var user) && await _store.ForgetRoomsAsync(Self.Id, userId) is { } rooms)
            {
                lock (user.Gate)
                {
                    if (_presence.TryLeaveRooms(userId)) return;
                    foreach (var room in rooms) _presence.Left(user.User, room); // back meanwhile, but in no room any more
                    return;
                }
            }

            await Task.Delay(s_moment, _time); // the user is back, or another process's: presence is about to be told
        }
        catch (Exception error) when (error is ClusterUnavailableException or FencedException)
        {
            await Task.Delay(BeatInterval, _time);
        }
    }

    public void Told(string userId, bool isOnline, long number)
    {
        if (_presence.Hooks is { IsEmpty: true, HearsOfRooms: false }) return; // the directory knows that nothing is told

        var user = Lock(userId);
        try
        {
            user.Told = (isOnline, number);
            user.IsToldPending = true;
            Work(user);
        }
        finally
        {
            user.Gate.Exit();
        }
    }

    /// <summary>A record that was not asked for.</summary>
    private void Apply(string userId, UserRecord record)
    {
        var user = Lock(userId);
        try
        {
            Apply(user, record);
            Work(user);
        }
        finally
        {
            user.Gate.Exit();
        }
    }

    /// <summary>
    /// Takes a record from the directory, unless a newer one has come: replies and messages may overtake each other. The caller holds the
    /// gate.
    /// </summary>
    private void Apply(ClusterUser user, UserRecord? record)
    {
        if (record is null)
        {
            user.Record = null;
            if (user.IsHome) _presence.Resign(user.Id);
            (user.IsHome, user.IsPresent) = (false, false);
            user.ReleaseMessages();
            return;
        }

        if (_self is not { } self || record.Number < user.Number) return;
        // After the deletion of a record, a late message may still bring that record.
        if (record.Number == user.Number && (user.Record is { } known ? record.ToldNumber < known.ToldNumber : user.Number > 0)) return;

        var before = user.Record;
        (user.Record, user.Number) = (record, record.Number);
        if (record.Home != self.Id)
        {
            if (user.IsHome) _presence.Resign(user.Id);
            (user.IsHome, user.IsPresent) = (false, false);
        }
        else if (!user.IsHome)
        {
            (user.IsHome, user.IsPresent) = (true, record.IsPresent);
            Adopt(user, record);
        }
        else
        {
            Update(user, record, before);
        }

        ConsiderResigning(user);
        if (user.IsHome && record.IsOver && user.Places == 0) user.Touch(); // the home deletes it
        // The directory has lost what this process has told, or has only what another process told earlier.
        if (record.ToldOnline is not null && user.Told?.Number > record.ToldNumber) user.IsToldPending = true;
        user.ReleaseMessages();
    }

    /// <summary>Tells presence, at the home, what has changed.</summary>
    private void Update(ClusterUser user, UserRecord record, UserRecord? before)
    {
        var wasPresent = user.IsPresent;
        user.IsPresent = record.IsPresent;
        if (before is not null && record.ToldNumber > before.ToldNumber && !(user.Told?.Number >= record.ToldNumber)) Adopt(user, record);
        else if (record.IsPresent && (!wasPresent || record.Flip > before?.Flip)) _presence.Joined(user.User, record.Flip);
        else if (!record.IsPresent && wasPresent && !(_isStopping && record.IsOnline)) _presence.LastLeft(user.User, record.Flip);
        else if (!record.IsOnline && record.Flip > before?.Flip) Adopt(user, record);
        else if (record is { IsOnline: true, IsPresent: false } && record.Number > before?.Number && !_isStopping)
        {
            // Back and gone again before this process has received either: the delay begins anew, as the one that ran counts for nothing
            // now.
            _presence.Joined(user.User, record.Flip);
            _presence.LastLeft(user.User, record.Flip);
        }
    }

    /// <summary>The program stops: users who are not here, and whose hooks have been called, get another home.</summary>
    private void ConsiderResigning(ClusterUser user)
    {
        if (_isStopping && MayResign(user)) user.IsResigning = true;
    }

    private static bool MayResign(ClusterUser user) => user is { IsHome: true, Devices: 0, Record: { IsOnline: true, IsTold: true } };

    private void Adopt(ClusterUser user, UserRecord record)
    {
        var (toldOnline, toldNumber) = (record.ToldOnline, record.ToldNumber);
        // This process has called hooks since, and the directory does not know that yet.
        if (toldOnline is not null && user.Told is { } own && own.Number > toldNumber) (toldOnline, toldNumber) = own;

        // A user who was never told online has no rooms that were told.
        var awaitsRooms = _presence.HearsOfRooms && toldOnline is not false;
        _presence.Adopt(new(user.User, record.IsOnline, record.IsPresent, record.Flip, toldOnline, toldNumber, record.Number, awaitsRooms));
        if (awaitsRooms) _ = RestoreRoomsAsync(user);
    }
}
