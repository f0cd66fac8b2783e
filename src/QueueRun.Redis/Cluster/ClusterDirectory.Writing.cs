using QueueRun.Connections;
using QueueRun.Redis.Store;

namespace QueueRun.Redis.Cluster;

// What this process writes of a user: one command after the other, by one task for each user at a time.
internal sealed partial class ClusterDirectory
{
    /// <summary>Starts the user's task, unless it runs or the user waits for the directory. The caller holds the gate.</summary>
    private void Work(ClusterUser user)
    {
        if (user.IsBusy || user.IsDirty || !user.HasWork) return;

        user.IsBusy = true;
        using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow()) _ = WorkAsync(user);
    }

    private async Task WorkAsync(ClusterUser user)
    {
        try
        {
            while (true)
            {
                Func<Task>? step;
                lock (user.Gate)
                {
                    step = NextStep(user);
                    if (step is null)
                    {
                        user.IsBusy = false;
                        return;
                    }
                }

                await step();
            }
        }
        catch (Exception error) when (error is ClusterUnavailableException or FencedException)
        {
            lock (user.Gate)
            {
                (user.IsBusy, user.IsDirty) = (false, true);
                user.Touch(); // what has failed may have been done
            }

            if (error is ClusterUnavailableException unavailable) NotReached(unavailable);
        }
#pragma warning disable CA1031 // A fault must not be hidden in a task that nobody awaits, and the user must not hang.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _log.UserFailed(error, user.Id);
            lock (user.Gate) (user.IsBusy, user.IsDirty) = (false, true);
        }
    }

    private Func<Task>? NextStep(ClusterUser user)
    {
        if (user.Version > user.Written) return () => WriteAsync([user], isAlone: true);
        if (user.IsToldPending) return () => WriteToldAsync(user);
        if (user.ToldRoomsPending.Count > 0) return () => WriteToldRoomsAsync(user);
        if (user.Departure is { } departure) return () => EndDelayAsync(user, departure.Departure, departure.Number);
        if (user.IsResigning && MayResign(user)) return () => ResignAsync(user);
        user.IsResigning = false;
        while (user.Reservations.TryDequeue(out var reservation))
        {
            if (!reservation.IsAbandoned) return () => ReserveAsync(user, reservation);
        }

        return null;
    }

    private async Task ReserveAsync(ClusterUser user, Reservation reservation)
    {
        UserCounts counts;
        lock (user.Gate) counts = CountsOf(user) with { Places = user.Places + 1, MaxPlaces = _options.MaxConnectionsPerUser, AsksRooms = false };
        SetReply reply;
        try
        {
            reply = (await _store.SetAsync(Self.Id, [counts]))[0];
        }
        catch
        {
            lock (user.Gate)
            {
                if (!reservation.IsAbandoned) user.Reservations.Enqueue(reservation);
            }

            throw;
        }

        lock (user.Gate)
        {
            if (!reply.IsFull)
            {
                if (reservation.IsAbandoned) user.Touch();
                else user.Places++;
                Apply(user, reply.Record);
            }

            reservation.Decide(!reply.IsFull);
        }
    }

    /// <summary>Writes the counts of users.</summary>
    private async Task WriteAsync(ClusterUser[] users, bool isAlone = false)
    {
        var counts = new UserCounts[users.Length];
        var versions = new long[users.Length];
        for (var i = 0; i < users.Length; i++)
        {
            lock (users[i].Gate) (counts[i], versions[i]) = (CountsOf(users[i]), users[i].Version);
        }

        var replies = await _store.SetAsync(Self.Id, counts);
        for (var i = 0; i < users.Length; i++)
        {
            var user = users[i];
            if (counts[i].AsksRooms) await LeaveAllButAsync(user.Id, replies[i].Rooms);
            foreach (var room in replies[i].Rooms) await _local.EnterAsync(Recipients.Of(user.Id, null), room, default);
            lock (user.Gate)
            {
                var wasHome = user.IsHome;
                Apply(user, replies[i].Record);
                if (counts[i].AsksRooms && wasHome && user is { IsHome: true, Record: { } record }) Adopt(user, record); // all of it anew
                user.RestoresFacts = false;
                if (ReferenceEquals(counts[i].Json, user.Json)) user.IsJsonPending = false;
                user.HasWritten(versions[i]);
                if (isAlone) continue;

                (user.IsDirty, user.IsBusy) = (false, false);
                Work(user);
            }
        }
    }

    private async Task WriteToldAsync(ClusterUser user)
    {
        (bool IsOnline, long Number) told;
        lock (user.Gate) told = user.Told!.Value;
        var record = await _store.ToldAsync(Self.Id, user.Id, told.IsOnline, told.Number);
        lock (user.Gate)
        {
            if (user.Told == told) user.IsToldPending = false;
            Apply(user, record);
        }
    }

    private async Task WriteToldRoomsAsync(ClusterUser user)
    {
        KeyValuePair<string, bool>[] told;
        lock (user.Gate) told = [.. user.ToldRoomsPending];
        foreach (var group in told.GroupBy(room => room.Value, room => room.Key)) await _store.ToldRoomsAsync(Self.Id, user.Id, group.Key, [.. group]);
        lock (user.Gate)
        {
            foreach (var (room, isIn) in told)
            {
                if (user.ToldRoomsPending.TryGetValue(room, out var now) && now == isIn) user.ToldRoomsPending.Remove(room);
            }
        }
    }

    private async Task EndDelayAsync(ClusterUser user, int departure, long number)
    {
        var record = await _store.GoneAsync(Self.Id, user.Id, number);
        lock (user.Gate)
        {
            if (user.Departure == (departure, number)) user.Departure = null;
            if (record is { IsOnline: false } && user is { IsHome: true, IsPresent: false } && record.Number > user.Number)
            {
                (user.Record, user.Number) = (record, record.Number);
                // Presence may have been told of a newer departure meanwhile.
                if (!_presence.TryGoOffline(user.Id, departure, record.Flip)) Adopt(user, record);
            }

            Apply(user, record);
        }
    }

    private async Task ResignAsync(ClusterUser user)
    {
        var home = await _store.ResignAsync(Self.Id, user.Id);
        lock (user.Gate)
        {
            user.IsResigning = false;
            if (!user.IsHome) return;

            if (home is not null)
            {
                (user.IsHome, user.IsPresent) = (false, false);
                _presence.Resign(user.Id);
                return;
            }
        }

        // There is no other process: the delay of the departure ends now.
        UserRecord? record;
        long number;
        lock (user.Gate) number = user.Number;
        record = await _store.GoneAsync(Self.Id, user.Id, number);
        lock (user.Gate)
        {
            if (record is { IsOnline: false } && user.IsHome)
            {
                (user.Record, user.Number) = (record, record.Number);
                Adopt(user, record);
            }
            else
            {
                Apply(user, record);
            }
        }
    }

    private UserCounts CountsOf(ClusterUser user)
        => new(user.Id, user.Places, user.Devices, 0, user.RestoresFacts ? user.Told?.IsOnline : null, user.Told?.Number ?? 0, JsonToWrite(user), user.Asked > 0, _isLate);
}
