using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using QueueRun.Calls;
using QueueRun.Connections;
using QueueRun.Diagnostics;
using QueueRun.Hosting;
using QueueRun.Presence.Tests.Simulation;

namespace QueueRun.Presence.Tests;

/// <summary>One rule of presence each, where presence is decided. <see cref="InterleavingTests"/> has all of them at once.</summary>
public class PresenceTests
{
    private static readonly SocketUser Ann = new("ann");
    private static readonly IMeterFactory Meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
    private static readonly AsyncLocal<string?> Ambient = new();

    /// <summary>Hooks that are held until they are let go, and what they were told.</summary>
    private sealed class Program : IPresenceDirectory
    {
        private readonly Turns _turns;
        private readonly List<string> _calls = [];
        private TaskCompletionSource? _held;

        public Program(Turns turns, TimeSpan offlineDelay = default, string online = "on", string offline = "off")
        {
            _turns = turns;
            var hooks = new ModuleBuilder().Hooks;
            hooks[PresenceEvent.Online].AddRange(online.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Hook));
            hooks[PresenceEvent.Offline].AddRange(offline.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Hook));
            Tracker = new(new(
                hooks, new ServiceLifetimes(new ServiceCollection()), () => null!, new ServiceCollection().BuildServiceProvider(),
                new QueueRunOptions { OfflineDelay = offlineDelay }, Time, new QueueRunMetrics(Meters, Time), NullLogger<PresenceHooks>.Instance),
                () => this);
        }

        public void GoOffline(string userId, int departure) => Tracker.TryGoOffline(userId, departure);

        public ValueTask LeaveRoomsAsync(string userId)
        {
            Tracker.TryLeaveRooms(userId);
            return default;
        }

        public FakeTimeProvider Time { get; } = new();

        public PresenceTracker Tracker { get; }

        public string Calls => string.Join(' ', _calls);

        public bool IsOnline => Tracker.IsOnline("ann");

        /// <summary>What a first message waits for that arrives now.</summary>
        public Task FirstMessage() => Tracker.ReadyAsync("ann");

        public void Join()
        {
            Tracker.Joined(Ann);
            _turns.All();
        }

        public void Leave()
        {
            Tracker.LastLeft(Ann);
            _turns.All();
        }

        public void Pass(double seconds)
        {
            Time.Advance(TimeSpan.FromSeconds(seconds));
            _turns.All();
        }

        /// <summary>Hooks that are called from now on do not end.</summary>
        public void Hold() => _held = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>They end.</summary>
        public void LetGo(bool holdNext = false)
        {
            var held = _held;
            if (holdNext) Hold();
            else _held = null;
            held?.SetResult();
            _turns.All();
        }

        private HookDescriptor Hook(string name) => new() { Name = name, InvokeAsync = _ => CallAsync(name) };

        private async ValueTask CallAsync(string name)
        {
            _turns.CheckThread();
            _calls.Add(Ambient.Value is { } ambient ? $"{name}:{ambient}" : name);
            if (_held is not null) await _held.Task;
        }
    }

    [Fact]
    public void Online_then_offline() => Turns.Play(turns =>
    {
        var program = new Program(turns);
        program.Join();
        Assert.True(program.IsOnline);
        Assert.Equal("on", program.Calls);

        program.Leave();
        Assert.False(program.IsOnline);
        Assert.Equal("on off", program.Calls);
    });

    [Fact]
    public void First_messages_of_every_device_wait_for_a_running_online_hook() => Turns.Play(turns =>
    {
        var program = new Program(turns);
        program.Hold();
        program.Join();
        var (first, second) = (program.FirstMessage(), program.FirstMessage());
        Assert.False(first.IsCompleted || second.IsCompleted);

        program.LetGo();
        Assert.True(first.IsCompleted && second.IsCompleted && program.FirstMessage().IsCompleted);
    });

    [Fact]
    public void A_first_message_waits_for_all_online_hooks_in_the_order_of_their_names() => Turns.Play(turns =>
    {
        var program = new Program(turns, online: "b a C");
        program.Hold();
        program.Join();
        var first = program.FirstMessage();
        Assert.Equal("C", program.Calls);
        program.LetGo(holdNext: true);
        Assert.Equal("C a", program.Calls);
        program.LetGo(holdNext: true);
        Assert.False(first.IsCompleted);
        program.LetGo();
        Assert.True(first.IsCompleted);
        Assert.Equal("C a b", program.Calls);
    });

    [Fact]
    public void A_cycle_that_begins_and_ends_while_a_hook_runs_is_not_called() => Turns.Play(turns =>
    {
        var program = new Program(turns);
        program.Hold();
        program.Join();
        for (var i = 0; i < 3; i++)
        {
            program.Leave();
            program.Join();
        }

        program.LetGo();
        Assert.Equal("on", program.Calls);
        Assert.True(program.IsOnline);
    });

    [Fact]
    public void A_hook_that_takes_too_long_holds_no_message_but_the_next_hook() => Turns.Play(turns =>
    {
        var program = new Program(turns);
        program.Hold();
        program.Join();
        var first = program.FirstMessage();
        program.Pass(9.9);
        Assert.False(first.IsCompleted);
        program.Pass(0.1);
        Assert.True(first.IsCompleted && program.FirstMessage().IsCompleted);

        program.Leave();
        program.Pass(60);
        Assert.Equal("on", program.Calls);
        program.LetGo();
        Assert.Equal("on off", program.Calls);
    });

    [Fact]
    public void Who_comes_back_while_an_offline_hook_hangs_is_held_only_by_the_online_hook_after_it() => Turns.Play(turns =>
    {
        var program = new Program(turns);
        program.Join();
        program.Hold();
        program.Leave();
        program.Join();
        var first = program.FirstMessage();
        Assert.False(first.IsCompleted);
        program.Pass(10);
        Assert.True(first.IsCompleted && program.FirstMessage().IsCompleted);
        Assert.Equal("on off", program.Calls);

        program.LetGo(holdNext: true);
        Assert.Equal("on off on", program.Calls);
        var late = program.FirstMessage();
        Assert.False(late.IsCompleted);
        program.LetGo();
        Assert.True(late.IsCompleted);
    });

    [Fact]
    public void Each_hook_has_its_own_time() => Turns.Play(turns =>
    {
        var program = new Program(turns, online: "a b");
        program.Hold();
        program.Join();
        program.Pass(10);
        Assert.True(program.FirstMessage().IsCompleted);
        program.LetGo(holdNext: true);
        Assert.Equal("a b", program.Calls);
        var late = program.FirstMessage();
        Assert.False(late.IsCompleted);
        program.Pass(10);
        Assert.True(late.IsCompleted);
    });

    [Fact]
    public void Without_an_online_hook_nothing_waits() => Turns.Play(turns =>
    {
        var program = new Program(turns, online: "");
        program.Join();
        program.Hold();
        program.Leave();
        program.Join();
        Assert.True(program.FirstMessage().IsCompleted);
        program.LetGo();
        program.Leave();
        Assert.Equal("off off", program.Calls);
    });

    [Fact]
    public void OfflineDelay_keeps_who_comes_back_online() => Turns.Play(turns =>
    {
        var program = new Program(turns, offlineDelay: TimeSpan.FromSeconds(5));
        program.Join();
        program.Leave();
        program.Pass(4.9);
        Assert.True(program.IsOnline);

        program.Join();
        program.Pass(60);
        Assert.True(program.IsOnline);
        Assert.Equal("on", program.Calls);

        program.Leave();
        program.Pass(5);
        Assert.False(program.IsOnline);
        Assert.Equal("on off", program.Calls);
    });

    [Fact]
    public void When_the_program_stops_there_is_no_delay_and_everybody_is_waited_for() => Turns.Play(turns =>
    {
        var program = new Program(turns, offlineDelay: TimeSpan.FromHours(1));
        program.Join();
        program.Leave();
        program.Tracker.Stop();
        turns.All();
        Assert.Equal("on off", program.Calls);

        program.Join();
        var gone = program.Tracker.AllGoneAsync();
        program.Hold();
        program.Leave();
        Assert.Equal("on off on off", program.Calls);
        Assert.False(gone.IsCompleted);
        program.LetGo();
        Assert.True(gone.IsCompleted);
    });

    [Fact]
    public void Hooks_are_called_for_the_user_not_for_the_request_that_happened_to_be_first_or_last() => Turns.Play(turns =>
    {
        var program = new Program(turns);
        Ambient.Value = "a request";
        program.Tracker.Joined(Ann);
        Ambient.Value = null; // the turn that follows brings its own context along, if it has one
        turns.All();
        Ambient.Value = "another";
        program.Tracker.LastLeft(Ann);
        Ambient.Value = null;
        turns.All();
        Assert.Equal("on off", program.Calls);
    });
}
