namespace QueueRun.Presence.Tests.Simulation;

/// <content>What must be true.</content>
internal sealed partial class World
{
    private const int HookFailed = 300, HookOverdue = 301, Faulted = 106;

    /// <summary>After every step.</summary>
    private void Check()
    {
        foreach (var seat in _seats)
        {
            seat.Device.Read();
            if (seat.Device.CloseReceived) seat.ClosedAt ??= _time.GetUtcNow();
        }

        foreach (var user in _users.Values) user.Check(_program.Sockets.IsOnlineAsync(user.Id).AsTask().Result);
        foreach (var seat in _seats) seat.MayBeServed |= seat.HasJoined && !_users[seat.User!].HoldsMessages;
        CheckRooms();
        if (_program.Logs[Faulted] > 0) Fail("a fault was logged");
        if (_stopped is { IsFaulted: true }) Fail($"stopping failed: {_stopped.Exception}");
        if (_turns.Count == 0) CheckQuiet();
        ThrowIfFailed();
    }

    /// <summary>When nothing can happen by itself until time passes or somebody does something.</summary>
    private void CheckQuiet()
    {
        foreach (var user in _users.Values) user.CheckQuiet();
        foreach (var seat in _seats) CheckQuiet(seat);
        var overdue = _users.Values.Sum(user => user.Overdue + user.OverdueNow);
        if (_program.Logs[HookOverdue] != overdue) Fail($"{overdue} hooks took too long, {_program.Logs[HookOverdue]} were logged");
        if (_program.Logs[HookFailed] != _failedHooks) Fail($"{_failedHooks} hooks threw, {_program.Logs[HookFailed]} were logged");
        if (_stopped is { IsCompleted: false } && (IsNothingLeftToDo || (IsPast(1) && !_seats.Exists(seat => seat.IsAtDoor)))) Fail("the program should have stopped");
        if (_stopped is { IsCompleted: true })
        {
            foreach (var user in _users.Values) user.CheckStopped();
        }
    }

    private bool IsNothingLeftToDo => !_seats.Exists(seat => !seat.Device.Request.IsCompleted) && !_users.Values.Any(user => user.IsHookRunning);

    private void CheckQuiet(Seat seat)
    {
        var (device, now) = (seat.Device, _time.GetUtcNow());
        CheckReceived(seat);
        if (device.Request.IsFaulted) Fail($"the request of {seat.Name} failed: {device.Request.Exception}");
        var user = seat.User is { Length: > 0 } id ? _users[id] : null;
        var isMember = user is not null && user.Connections.Contains(seat);
        if (device.Request.IsCompleted)
        {
            if (isMember) Fail($"{seat.Name} is over, but has not left");
            return;
        }

        if (!device.IsUpgraded)
        {
            if (!seat.IsAtDoor) Fail($"the request of {seat.Name} hangs");
            return;
        }

        if (seat.Alive.Signs != device.Signs) seat.Alive = (device.Signs, now);
        var isHeld = seat.HasJoined && !seat.IsServed && user!.HoldsMessages;
        var isOver = device.HasLeft || device.IsAborted;
        if (!isOver && !device.CloseReceived)
        {
            if (user is not null && !isMember) Fail($"{seat.Name} has not joined {user.Id}");
            if (_stopping is null && seat.Heard < seat.Said && !seat.MayBeBusy && !isHeld) Fail($"a message of {seat.Name} waits for nothing");
            if (now >= seat.Alive.Heard + Plan.KeepAliveTime) Fail($"nobody notices that {seat.Name} is dead");
        }

        if (isOver && !seat.MayBeBusy && !(isHeld && seat.Heard < seat.Said)) Fail($"{seat.Name} should be over");
        if (isOver && IsPast(0.625)) Fail($"{seat.Name} should be over: the program stops, and does not wait for its method any more");
        if (seat.ClosedAt + Plan.CloseTime <= now && !isOver) Fail($"{seat.Name} was closed, and never ended");
        if (IsPast(0.75)) Fail($"{seat.Name} should be over: the program stops");
    }

    private void CheckNothingIsLeft()
    {
        ThrowIfFailed();
        if (_program.Rooms.Count > 0) Fail("a room is left");
        if (_program.Connections.Open.Count > 0) Fail("a connection is left");
        if (!_program.Presence.AllGoneAsync().IsCompletedSuccessfully) Fail("a user is left");
        if (_time.Timers > 0) Fail($"{_time.Timers} timers are left");
        foreach (var user in Plan.Users)
        {
            for (var i = 0; i < Plan.MaxDevices; i++)
            {
                if (!_program.Users.TryReserveAsync(user).AsTask().Result) Fail($"a place of {user} is left");
            }
        }

        for (var i = 0; i < Plan.MaxUnauthenticated; i++)
        {
            if (!_program.Waiting.TryEnter()) Fail("a place in the waiting room is left");
        }
    }
}
