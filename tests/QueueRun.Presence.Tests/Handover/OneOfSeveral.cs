using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using QueueRun.Calls;
using QueueRun.Connections;
using QueueRun.Diagnostics;
using QueueRun.Hosting;
using QueueRun.Presence.Tests.Simulation;
using QueueRun.Tests;

namespace QueueRun.Presence.Tests.Handover;

/// <summary>
/// One process of several, as presence sees it: the test is the directory, which counts the changes, and the other processes. Hooks can be
/// held until they are let go.
/// </summary>
internal sealed class OneOfSeveral : IPresenceDirectory, IDisposable
{
    private static readonly SocketUser Ann = new("ann");
    private static readonly IMeterFactory Meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();

    private readonly Turns _turns;
    private readonly List<string> _calls = [];
    private readonly List<string> _reports = [];
    private TaskCompletionSource? _held;
    private TaskCompletionSource? _forbidden;
    private CancellationTokenSource _calling = new();
    private int _running;

    /// <param name="turns">What would go to the thread pool.</param>
    /// <param name="offlineDelay">The delay of a departure.</param>
    /// <param name="online">The names of the online hooks.</param>
    /// <param name="offline">The names of the offline hooks.</param>
    /// <param name="room">The names of the hooks for joining and leaving a room.</param>
    /// <param name="start">The time at which the process starts.</param>
    public OneOfSeveral(Turns turns, TimeSpan offlineDelay = default, string online = "on", string offline = "off", string room = "", DateTimeOffset? start = null)
    {
        _turns = turns;
        Time = new(start ?? new DateTimeOffset(2026, 11, 30, 0, 0, 0, TimeSpan.Zero));
        var hooks = new ModuleBuilder().Hooks;
        hooks[PresenceEvent.Online].AddRange(Hooks(online));
        hooks[PresenceEvent.Offline].AddRange(Hooks(offline));
        hooks[PresenceEvent.Join].AddRange(Hooks(room, "+"));
        hooks[PresenceEvent.Leave].AddRange(Hooks(room, "-"));
        Tracker = new(new(
            hooks, new ServiceLifetimes(new ServiceCollection()), () => null!, new ServiceCollection().BuildServiceProvider(),
            new QueueRunOptions { OfflineDelay = offlineDelay }, Time, new QueueRunMetrics(Meters, Time), NullLogger<PresenceHooks>.Instance),
            () => this);
    }

    public FakeTimeProvider Time { get; }

    public PresenceTracker Tracker { get; }

    /// <summary>The calls: each the hook's name and its number, and a question mark if it may be a repeated one.</summary>
    public string Calls => string.Join(' ', _calls);

    /// <summary>The numbers of the calls.</summary>
    public List<long> Numbers { get; } = [];

    /// <summary>What the directory was told: each the state and its number.</summary>
    public string Reports => string.Join(' ', _reports);

    /// <summary>The token of the newest call.</summary>
    public CancellationToken Token { get; private set; }

    public bool IsOnline => Tracker.IsOnline("ann");

    /// <summary>Whether nothing is kept of the user, and nothing runs for the user.</summary>
    public bool IsForgotten => Tracker.AllGoneAsync().IsCompleted;

    /// <summary>The number that the next change gets here.</summary>
    public long Next { get; set; }

    public Task FirstMessage() => Tracker.ReadyAsync("ann");

    public void Join(long number) => Do(() => Tracker.Joined(Ann, number));

    public void Leave(long number) => Do(() => Tracker.LastLeft(Ann, number));

    public void Enter(string room) => Do(() => Tracker.Entered(Ann, room));

    public void Exit(string room) => Do(() => Tracker.Left(Ann, room));

    public void Adopt(bool isOnline, long number, bool? told, long toldNumber, bool isPresent = true)
        => Do(() => Tracker.Adopt(new(Ann, isOnline, isPresent, number, told, toldNumber, Since: 0, AwaitsRooms: false)));

    public void Resign() => Do(() => Tracker.Resign("ann"));

    public void Stop() => Do(Tracker.Stop);

    public void Pass(double seconds) => Do(() => Time.Advance(TimeSpan.FromSeconds(seconds)));

    /// <summary>Hooks that are called from now on do not end.</summary>
    public void Hold() => _held = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>They end; those that were cut off fail.</summary>
    public void LetGo(bool holdNext = false) => Do(() =>
    {
        var held = _held;
        if (holdNext) Hold();
        else _held = null;
        held?.SetResult();
    });

    /// <summary>This process may call no hooks.</summary>
    public void Forbid()
    {
        _forbidden = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _calling.Cancel();
    }

    /// <summary>It may call hooks again.</summary>
    public void Allow() => Do(() =>
    {
        _calling.Dispose();
        _calling = new();
        var forbidden = _forbidden;
        _forbidden = null;
        forbidden?.SetResult();
    });

    void IPresenceDirectory.GoOffline(string userId, int departure) => Tracker.TryGoOffline(userId, departure, Next);

    ValueTask IPresenceDirectory.LeaveRoomsAsync(string userId)
    {
        Tracker.TryLeaveRooms(userId);
        return default;
    }

    ValueTask IPresenceDirectory.MayCallAsync() => new(_forbidden?.Task ?? Task.CompletedTask);

    CancellationToken IPresenceDirectory.CallsEnd => _calling.Token;

    void IPresenceDirectory.Told(string userId, bool isOnline, long number)
    {
        // A directory has locks, inside which it asks presence. So presence may hold none of its own here.
        Assert.True(Task.Run(() => Tracker.IsOnline(userId)).Wait(Patience.Limit), "Told is called inside a lock.");
        _reports.Add($"{(isOnline ? "online" : "offline")}@{number}");
    }

    public void Dispose() => _calling.Dispose();

    private void Do(Action action)
    {
        action();
        _turns.All();
    }

    private IEnumerable<HookDescriptor> Hooks(string names, string suffix = "")
        => names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => new HookDescriptor { Name = name, InvokeAsync = call => CallAsync(name + suffix, call) });

    private async ValueTask CallAsync(string name, HookCall call)
    {
        _turns.CheckThread();
        if (++_running > 1) _calls.Add("overlap:");
        Token = call.Token;
        Numbers.Add(call.Context.Number);
        _calls.Add($"{name}{call.Room()}@{call.Context.Number}{(call.Context.MayRepeat ? "?" : "")}");
        if (_held is not null) await _held.Task;
        _running--;
        call.Token.ThrowIfCancellationRequested();
    }
}
