namespace QueueRun.Presence.Tests.Simulation;

/// <content>What happens to the program.</content>
internal sealed partial class World
{
    private DateTimeOffset _start;
    private DateTimeOffset? _stopping;
    private Task? _stopped;

    private void Run()
    {
        _start = _time.GetUtcNow();
        foreach (var step in _plan.Steps)
        {
            Take(step % 26, step / 26);
            Check();
        }

        End();
    }

    private void Take(int what, int which)
    {
        switch (what)
        {
            case < 7:
                if (_turns.Count > 0) _turns.Next(which);
                break;
            case 7 or 8:
                Settle(which);
                break;
            case 9:
                Connect(Plan.Users[which % 3], isHeld: which / 3 % 4 == 0);
                break;
            case 10:
                Connect(null, isHeld: which % 8 == 0);
                break;
            case 11:
                SignIn(which);
                break;
            case 12:
                if (Pick(_seats.FindAll(seat => seat.Device.CanSend && (seat.User is not null || seat.HasSignedIn)), which) is { } speaker)
                    Say(speaker, which / 8 % 2 == 0 ? "hold" : "go");
                break;
            case 13:
                if (Pick(_seats.FindAll(seat => seat.Device.CanSend), which) is { } leaver) Leave(leaver, which / 8 % 3);
                break;
            case 14:
                EndHook(which);
                break;
            case 15:
                EndMethod(which);
                break;
            case 16:
                Stall(1 + which % 4);
                break;
            case 17:
                Wait(_waits[which % _waits.Length]);
                break;
            case 18:
                _habits[Plan.Users[which % 3]] = _allHabits[which / 3 % 4];
                Trace($"hooks of {Plan.Users[which % 3]}: {_habits[Plan.Users[which % 3]]}");
                break;
            case 19:
                if (which % 12 == 0) Stop();
                else if (which % 12 < 4) CloseUser(Plan.Users[which % 3]);
                break;
            case < 23:
                if (Pick(_seats.FindAll(seat => seat.Device.CanSend), which) is { } mover)
                    Say(mover, $"{_moves[which / 8 % _moves.Length]} {Plan.Rooms[which / 64 % 4]} {(which / 256 % 4 == 0 ? "hold" : "go")}");
                break;
            case 23 or 24:
                MoveUser(Plan.Users[which % 3], Plan.Rooms[which / 3 % 4], joins: which / 12 % 2 == 0);
                break;
            case 25:
                if (which % 4 == 0) CloseRoom(Plan.Rooms[which / 4 % 4]);
                break;
        }
    }

    private static readonly int[] _waits = [1, 2, 6, 10, 20, 42];  // half seconds
    private static readonly string[] _allHabits = ["go", "throw", "hold", "join"];
    private static readonly string[] _moves = ["join", "join", "user-join", "user-join", "leave", "user-leave", "others-join", "others-leave"];

    private static T? Pick<T>(List<T> from, int which) where T : class => from.Count == 0 ? null : from[which % from.Count];

    private void Connect(string? user, bool isHeld)
    {
        var device = new Device($"d{_seats.Count}", user) { IsHeldAtDoor = isHeld };
        Trace($"{device.Name} connects{(user is null ? "" : $" as {user}")}{(isHeld ? ", held" : "")}");
        _seats.Add(new(device, _time));
        device.Request = _program.Endpoint.HandleAsync(device.HttpContext, name: null);
    }

    private void SignIn(int which)
    {
        if (Pick(_seats.FindAll(seat => seat.Device.CanSend && seat.User is null && !seat.HasSignedIn), which) is not { } seat) return;

        seat.HasSignedIn = true;
        var user = which / 4 % 4 is 3 and var nobody ? "nobody" : Plan.Users[which / 4 % 4];
        var first = which / 48 % 3 == 0 ? $"join {Plan.Rooms[which % 4]} " : "";
        Say(seat, $"is {user} {first}{(which / 16 % 3 == 0 ? "hold" : "go")}");
    }

    private void Say(Seat seat, string text)
    {
        Trace($"{seat.Name} says {text}");
        seat.Said++;
        seat.Device.Say($"{seat.Name} {text}");
    }

    private void Leave(Seat seat, int how)
    {
        Trace($"{seat.Name} {(how == 0 ? "closes" : how == 1 ? "is lost" : "vanishes")}");
        if (how == 0) seat.Device.Close();
        else if (how == 1) seat.Device.Lose();
        else seat.Device.IsSilent = true;
    }

    private void EndHook(int which)
    {
        if (_heldHooks.Count == 0) return;

        var index = which % _heldHooks.Count;
        var (gate, user) = _heldHooks[index];
        _heldHooks.RemoveAt(index);
        Trace($"a hook of {user} is let go");
        if (which / 8 % 3 == 0) gate.SetException(new InvalidOperationException($"{user} is angry."));
        else gate.SetResult();
    }

    private void EndMethod(int which)
    {
        if (Pick(_seats.FindAll(seat => seat.Running.Exists(method => !method.Gate.Task.IsCompleted)), which) is not { } seat) return;

        Trace($"a method of {seat.Name} is let go");
        seat.Running.First(method => !method.Gate.Task.IsCompleted).Gate.SetResult();
    }

    /// <summary>Time passes, and nothing gets its turn.</summary>
    private void Stall(int halfSeconds)
    {
        for (var i = 0; i < halfSeconds; i++)
        {
            _time.Advance(Plan.Step);
            foreach (var user in _users.Values) user.Pass();
            Trace("…");
            Check();
        }
    }

    /// <summary>Time passes, and everything gets its turn in time.</summary>
    private void Wait(int halfSeconds)
    {
        Settle(0);
        for (var i = 0; i < halfSeconds; i++)
        {
            Stall(1);
            Settle(0);
        }
    }

    /// <summary>Waits until something has come true; false when it takes longer.</summary>
    private bool WaitUntil(Func<bool> done, TimeSpan most)
    {
        Settle(0);
        for (var end = _time.GetUtcNow() + most; !done() && _time.GetUtcNow() < end;) Wait(1);
        return done();
    }

    private void Settle(int order)
    {
        for (var i = 0; _turns.Count > 0; i++)
        {
            _turns.Next(order * i);
            Check();
        }
    }

    private void CloseUser(string user)
    {
        Trace($"{user} is signed out everywhere");
        _ = _program.Sockets.To(user).CloseAsync().AsTask();
    }

    private void Stop()
    {
        if (_stopping is not null) return;

        Trace("the program stops");
        _stopping = _time.GetUtcNow();
        foreach (var user in _users.Values) user.Stop();
        _stopped = StopAsync();

        async Task StopAsync()
        {
            _program.Lifetime.StopApplication();
            await Task.Yield();
            while (_seats.Exists(seat => !seat.Device.Request.IsCompleted)) await Task.WhenAll(_seats.Select(seat => seat.Device.Request));
            await _program.Host.StopAsync(default);
            Trace("the program has stopped");
            if (!IsPast(1) && _users.Values.Any(user => user.IsHookRunning)) Fail("the program has stopped while a hook runs, and had time left");
        }
    }

    private bool IsPast(double partOfShutdown) => _stopping is { } since && _time.GetUtcNow() >= since + Plan.ShutdownTime * partOfShutdown;

    /// <summary>Whatever a plan has left open comes to its end; then nothing may be left.</summary>
    private void End()
    {
        // Half of the plans are stopped where they stand; the others see everybody go first.
        if (_plan.Steps.Length % 2 == 0) Stop();
        if (_stopping is not null)
        {
            foreach (var seat in _seats.Where(seat => seat.IsAtDoor)) seat.Running[0].Gate.TrySetResult();
            if (!WaitUntil(() => _stopped!.IsCompleted, Plan.ShutdownTime)) Fail("the program takes longer to stop than it may");
            Check();
            foreach (var user in _users.Values) user.CheckStopped();
        }

        _habits.Clear();
        Settle(0);
        while (_heldHooks.Count > 0 || _seats.Exists(seat => seat.Running.Count > 0))
        {
            EndHook(1);
            EndMethod(0);
            Settle(1);
        }

        foreach (var seat in _seats.Where(seat => seat.Device.CanSend)) seat.Device.Close();
        if (!WaitUntil(() => _seats.TrueForAll(seat => seat.Device.Request.IsCompleted), Plan.KeepAliveTime)) Fail("a connection never ends");
        WaitUntil(() => false, _plan.OfflineDelay);
        Check();
        if (_users.Values.Any(user => user.IsOnline)) Fail("somebody is online for ever");
        Stop();
        Settle(0);
        if (!_stopped!.IsCompleted) Fail("the program does not stop though nothing holds it");
        CheckNothingIsLeft();
        ThrowIfFailed();
    }
}
