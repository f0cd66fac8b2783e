namespace QueueRun.Redis.Tests.Simulation;

// What happens: devices, messages, and trouble.
internal sealed partial class World
{
    private static readonly TimeSpan s_hookTime = TimeSpan.FromSeconds(3);

    private readonly Queue<Action> _stalled = new();
    private readonly List<TimeSpan> _losses = [];
    private readonly bool _slowHooks;
    private int _pauses;
    private int _redisStops;
    private bool _isHealed;
    private TimeSpan _slowUntil;
    private bool _wasUnsafe; // places may be beyond the limit: a process was taken for dead, or Redis lost its data

    /// <summary>Whether Redis does not run.</summary>
    public bool IsRedisDown => _redisStops > 0;

    /// <summary>How long a command, a reply or a message takes.</summary>
    public TimeSpan Latency()
    {
        var milliseconds = Random.NextDouble() * Random.Next(1, 4);
        if (Now < _slowUntil && Random.Next(3) == 0) milliseconds += Random.NextDouble() * 3000;
        return TimeSpan.FromMilliseconds(milliseconds);
    }

    /// <summary>Whether a command that Redis had received is executed, though its connection has broken.</summary>
    public bool ExecutesOfBroken() => Random.Next(2) == 0;

    /// <summary>How long a hook takes.</summary>
    public TimeSpan HookTime() => Random.Next(_slowHooks ? 2 : 6) == 0 ? TimeSpan.FromMilliseconds(Random.Next((int)s_hookTime.TotalMilliseconds)) : TimeSpan.FromMilliseconds(Random.Next(3));

    /// <summary>Redis executes a command, now or when it goes on.</summary>
    public void Execute(Action command)
    {
        if (_pauses > 0) _stalled.Enqueue(command);
        else command();
    }

    public void Refused(SimulatedDevice device)
    {
        if (_faults != Faults.None) return; // places of the dead

        var taken = _processes.SelectMany(process => process.Devices).Count(other => other.User == device.User && other != device && (other.State is not SimulatedDevice.Phase.Over || other.Ended > Now - TimeSpan.FromSeconds(1)));
        if (taken < MaxPlaces) Fail($"{device} was refused, with {taken} others");
    }

    public void Granted()
    {
        if (_wasUnsafe) return;

        foreach (var user in _users)
        {
            var taken = _processes.Where(process => !process.IsGone).SelectMany(process => process.Devices)
                .Count(device => device.User == user && device.State is SimulatedDevice.Phase.Joins or SimulatedDevice.Phase.Joined);
            if (taken > MaxPlaces) Fail($"{user} has {taken} places");
        }
    }

    private TimeSpan Part(TimeSpan whole) => whole * Random.NextDouble();

    private void Plan()
    {
        var pace = Random.Next(1, 5);
        for (var time = Now; time < Now + s_busyTime; time += TimeSpan.FromMilliseconds(Random.Next(100, 400) * pace)) At(time, Step);
        var kinds = Enum.GetValues<Faults>().Where(kind => kind is not (Faults.None or Faults.All) && _faults.HasFlag(kind)).ToArray();
        if (kinds.Length == 0) return;

        for (var count = Random.Next(1, 5); count > 0; count--)
        {
            var kind = kinds[Random.Next(kinds.Length)];
            At(Now + Part(s_busyTime * 0.9), () => Happen(kind));
        }
    }

    private SimulatedProcess? AnyProcess()
    {
        var living = _processes.FindAll(static process => !process.IsGone && !process.IsStopping);
        return living.Count == 0 ? null : living[Random.Next(living.Count)];
    }

    private string AnyUser() => _users[Random.Next(_users.Length)];

    private void Step()
    {
        if (_isHealed || AnyProcess() is not { } process) return;

        var devices = process.Devices.FindAll(static device => device.State is SimulatedDevice.Phase.Joined or SimulatedDevice.Phase.Joins && !device.Leaves.Task.IsCompleted);
        switch (Random.Next(10))
        {
            case < 4:
                process.Connect(AnyUser());
                break;
            case < 8:
                if (devices.Count > 0) Leave(devices[Random.Next(devices.Count)]);
                break;
            default:
                for (var count = Random.Next(1, 4); count > 0; count--)
                    process.Send([.. _users.Where(_ => Random.Next(_users.Length) <= 1).DefaultIfEmpty(AnyUser())]);
                break;
        }
    }

    private void Happen(Faults kind)
    {
        if (_isHealed) return;

        switch (kind)
        {
            case Faults.Slow:
                Trace($"TROUBLE: slow");
                _slowUntil = Now + Part(LeaseTime);
                break;
            case Faults.Commands:
                if (AnyProcess() is { } broken)
                {
                    Trace($"TROUBLE: commands of {broken.Name} break");
                    broken.Store.BreakCommands(Part(TimeSpan.FromSeconds(1)));
                }

                break;
            case Faults.Messages:
                if (AnyProcess() is { } deaf)
                {
                    Trace($"TROUBLE: messages of {deaf.Name} break");
                    deaf.Store.BreakMessages(Part(TimeSpan.FromSeconds(4)));
                }

                break;
            case Faults.Pause:
                Pause(Part(LeaseTime * 1.5));
                break;
            case Faults.Restart:
                StopRedis(isEmpty: false);
                break;
            case Faults.Loss:
                StopRedis(isEmpty: true);
                break;
            case Faults.Kill:
                if (AnyProcess() is { } killed) Kill(killed);
                break;
            case Faults.StandStill:
                if (AnyProcess() is { Thread.IsStill: false } still) StandStill(still);
                break;
            case Faults.CutOff:
                if (AnyProcess() is { } cut) CutOff(cut, Part(LeaseTime * 3));
                break;
            case Faults.Stop:
                if (AnyProcess() is { } stopped && _processes.Count(static process => !process.IsGone && !process.IsStopping) > 1)
                {
                    stopped.Stop();
                    if (Random.Next(2) == 0) At(Now + Part(LeaseTime), StartAnother);
                }

                break;
        }
    }

    private void StartAnother()
    {
        if (!_isHealed) StartProcess();
    }

    private void Kill(SimulatedProcess process)
    {
        if (_processes.Count(static process => !process.IsGone && !process.IsStopping) <= 1) return;

        Trace($"TROUBLE: {process.Name} is killed");
        process.Kill();
        foreach (var entry in Journal.Where(entry => entry.Process == process && entry.End == TimeSpan.MaxValue)) (entry.End, entry.IsBroken) = (Now, true);
        if (Random.Next(2) == 0) At(Now + Part(LeaseTime * 2), StartAnother);
    }

    private void StandStill(SimulatedProcess process)
    {
        var time = (LeaseTime * 0.5) + Part(LeaseTime * 1.5);
        Trace($"TROUBLE: {process.Name} stands still for {time.TotalSeconds:0.000}");
        process.Thread.IsStill = true;
        _wasUnsafe = true;
        process.Still.Add((Now, Now + time));
        Agenda.In(time, () =>
        {
            Trace($"{process.Name} goes on");
            process.Thread.IsStill = false;
        });
    }

    private void CutOff(SimulatedProcess process, TimeSpan time)
    {
        Trace($"TROUBLE: {process.Name} is cut off for {time.TotalSeconds:0.000}");
        _wasUnsafe = true;
        process.CutOff.Add((Now, Now + time));
        process.Store.BreakCommands(time);
        process.Store.BreakMessages(time + Part(TimeSpan.FromSeconds(1)));
    }

    private void Pause(TimeSpan time)
    {
        Trace($"TROUBLE: Redis stands still for {time.TotalSeconds:0.000}");
        _wasUnsafe = true;
        _pauses++;
        Agenda.In(time, () =>
        {
            if (--_pauses > 0) return;

            Trace($"Redis goes on");
            while (_stalled.TryDequeue(out var command)) command();
        });
    }

    private void StopRedis(bool isEmpty)
    {
        var time = Part(LeaseTime * 1.5);
        Trace($"TROUBLE: Redis stops for {time.TotalSeconds:0.000}, and is {(isEmpty ? "empty" : "complete")} then");
        _wasUnsafe = true;
        _redisStops++;
        _stalled.Clear();
        foreach (var process in _processes) BreakAll(process);
        if (isEmpty) _losses.Add(Now);
        Agenda.In(time, () =>
        {
            if (isEmpty) Redis.Clear();
            if (--_redisStops > 0) return;

            Trace($"Redis runs again");
            if (isEmpty) _losses.Add(Now);
            foreach (var process in _processes) BreakAll(process);
        });

        void BreakAll(SimulatedProcess process)
        {
            process.Store.BreakCommands(Part(TimeSpan.FromMilliseconds(500)));
            process.Store.BreakMessages(Part(TimeSpan.FromSeconds(1)));
        }
    }

    /// <summary>No more trouble. What has begun ends by itself.</summary>
    private void Heal()
    {
        Trace($"no more trouble");
        _isHealed = true;
        RunUntil(Now + (LeaseTime * 3));
    }
}
