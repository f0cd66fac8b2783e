using System.Globalization;

namespace QueueRun.Redis.Tests.Simulation;

/// <summary>
/// A history: processes that share users over a fake Redis, devices that come and go, and trouble. All of it is decided by a seed, and
/// happens on one thread in virtual time. Trouble is in World.Faults.cs, and the promises are in World.Checks.cs.
/// </summary>
internal sealed partial class World
{
    public const int MaxPlaces = 3;

    public static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(6);
    public static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(2);
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(3);
    public static readonly TimeSpan ShutdownTime = TimeSpan.FromSeconds(20);

    private const int MaxTurns = 200_000;

    private static readonly TimeSpan s_busyTime = TimeSpan.FromSeconds(30);

    private readonly Faults _faults;
    private readonly List<SimulatedProcess> _processes = [];
    private readonly List<string> _trace = [];
    private readonly string[] _users;
    private int _devices;
    private string? _failure;

    private World(Faults faults, int seed, bool traces)
    {
        (_faults, Traces) = (faults, traces);
        Random = new(seed);
        HasHooks = Random.Next(10) > 0;
        OfflineDelay = TimeSpan.FromSeconds(Random.Next(3) switch { 0 => 2, _ => 0 });
        _users = [.. "abcdefgh".Select(name => name.ToString()).Take(Random.Next(1, 7))];
        _slowHooks = Random.Next(2) == 0;
        Redis = new(
            new("test", LeaseTime, 100, OfflineDelay > TimeSpan.Zero, !HasHooks, HasRoomHooks: false),
            () => ((long)(ProcessClock.Start - DateTimeOffset.UnixEpoch).TotalMicroseconds) + (Now.Ticks / TimeSpan.TicksPerMicrosecond),
            () => Random.Next(1, 5))
        {
            Published = (process, message) =>
            {
                foreach (var one in _processes) one.Store.Publish(process, message);
            },
        };
        for (var count = Random.Next(2, 5); count > 0; count--) StartProcess();
    }

    public Agenda Agenda { get; } = new();

    public Random Random { get; }

    public FakeRedis Redis { get; }

    public bool HasHooks { get; }

    public TimeSpan OfflineDelay { get; }

    public bool Traces { get; }

    public TimeSpan Now => Agenda.Now;

    /// <summary>The hooks' calls, in the order of their starts.</summary>
    public List<HookEntry> Journal { get; } = [];

    public List<SentMessage> Sent { get; } = [];

    private bool HasFailed => _failure is not null || ProcessThread.Escaped is not null;

    /// <summary>Plays a history; throws with all that happened if a promise is broken.</summary>
    public static void Run(Faults faults, int seed)
    {
        if (Play(faults, seed) is not { } failure) return;

        // Once more, with a trace: the seed decides everything.
        var world = PlayWorld(faults, seed, traces: true);
        Assert.Fail(
            $"{faults}, seed {seed}: {failure}\n(again: {world._failure})\n{world.Description}\n{string.Join('\n', world.Journal)}\n{string.Join('\n', world._trace)}");
    }

    /// <summary>Plays a history. Returns the promise that was broken, if any.</summary>
    public static string? Play(Faults faults, int seed) => PlayWorld(faults, seed, traces: false)._failure;

    public void At(TimeSpan time, Action action) => Agenda.At(time, action);

    public int NextDevice() => _devices++;

    public void Trace(FormattableString what)
    {
        if (Traces) _trace.Add(string.Create(CultureInfo.InvariantCulture, $"{Now.TotalSeconds,8:0.000} {what.ToString(CultureInfo.InvariantCulture)}"));
    }

    public void Fail(string what)
    {
        _failure ??= what;
        Trace($"FAILED: {what}");
    }

    private string Description => $"{_processes.Count} processes, {_users.Length} users, delay {OfflineDelay.TotalSeconds} s, hooks {HasHooks}, slow {_slowHooks}";

    private static World PlayWorld(Faults faults, int seed, bool traces)
    {
        var before = SynchronizationContext.Current;
        ProcessThread.Escaped = null;
        try
        {
            var world = new World(faults, seed, traces);
            try
            {
                world.Play();
            }
#pragma warning disable CA1031 // An error in the directory is a failure of the history, too.
            catch (Exception error)
#pragma warning restore CA1031
            {
                world.Fail($"{error}");
            }

            foreach (var process in world._processes) process.Dispose();
            if (ProcessThread.Escaped is { } escaped) world.Fail($"Something escaped to another thread: {escaped}");
            return world;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private void StartProcess() => _processes.Add(new(this, _processes.Count));

    private void Play()
    {
        RunUntil(TimeSpan.FromSeconds(1));
        Plan();
        RunUntil(Now + s_busyTime);
        if (HasFailed) return;

        Heal();
        RunUntil(Now + QuietTime);
        if (HasFailed) return;

        Trace($"check of users who are there");
        Check();
        foreach (var device in _processes.Where(process => !process.IsGone).SelectMany(process => process.Devices)) Leave(device);
        RunUntil(Now + QuietTime);
        if (HasFailed) return;

        Trace($"check of users who are gone");
        Check();
        CheckMessages();
    }

    /// <summary>So much time passes that all is quiet: leases end, buried processes are cleared away, and hooks are called.</summary>
    private TimeSpan QuietTime => (LeaseTime * 4) + (OfflineDelay * 2) + (s_hookTime * 4);

    private void RunUntil(TimeSpan end)
    {
        while (!HasFailed)
        {
            RunTurns();
            if (!Agenda.TryNext(end)) return;
        }
    }

    private void RunTurns()
    {
        for (var turns = 0; !HasFailed; turns++)
        {
            var ready = 0;
            foreach (var process in _processes) ready += process.Thread.Ready;
            if (ready == 0) return;
            if (turns > MaxTurns)
            {
                Fail("the processes never rest");
                return;
            }

            var which = Random.Next(ready);
            foreach (var process in _processes)
            {
                if (which < process.Thread.Ready)
                {
                    process.Thread.Run(which);
                    break;
                }

                which -= process.Thread.Ready;
            }
        }
    }

    private static void Leave(SimulatedDevice device) => device.Process.Thread.Post(() => device.Leaves.TrySetResult());
}
