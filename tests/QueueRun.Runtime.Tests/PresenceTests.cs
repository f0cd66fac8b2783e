using System.Diagnostics.Metrics;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using QueueRun.Diagnostics;
using QueueRun.Hosting;
using QueueRun.Presence;
using QueueRun.Routing;

namespace QueueRun.Runtime.Tests;

public class PresenceTests
{
    private static readonly SocketUser Ann = new("ann");
    private static readonly IMeterFactory Meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();

    /// <summary>Hooks that are held until they are let go, and what they were told.</summary>
    private sealed class Program
    {
        private readonly Lock _gate = new();
        private TaskCompletionSource? _held;
        private readonly List<string> _calls = [];
        private int _running;

        public FakeTimeProvider Time { get; } = new();

        public bool Overlapped { get; private set; }

        public PresenceTracker Tracker { get; }

        public Program(TimeSpan offlineDelay = default)
        {
            var module = new ModuleBuilder();
            module.OnOnline(new() { Name = "On", InvokeAsync = _ => CallAsync("on") });
            module.OnOffline(new() { Name = "Off", InvokeAsync = _ => CallAsync("off") });
            var hooks = new PresenceHooks(
                module, new ServiceLifetimes(new ServiceCollection()), () => null!, new ServiceCollection().BuildServiceProvider(),
                new QueueRunOptions { OfflineDelay = offlineDelay }, Time, new QueueRunMetrics(Meters, Time), NullLogger<PresenceHooks>.Instance);
            Tracker = new(hooks);
        }

        public string Calls
        {
            get
            {
                lock (_gate) return string.Join(' ', _calls);
            }
        }

        public void Hold()
        {
            lock (_gate) _held ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        public void LetGo()
        {
            TaskCompletionSource? held;
            lock (_gate) (held, _held) = (_held, null);
            held?.SetResult();
        }

        private async ValueTask CallAsync(string name)
        {
            Task? held;
            lock (_gate)
            {
                _calls.Add(name);
                Overlapped |= ++_running > 1;
                held = _held?.Task;
            }

            if (held is not null) await held;
            lock (_gate) _running--;
        }
    }

    private static async Task Until(Func<bool> condition)
    {
        for (var i = 0; !condition(); i++)
        {
            Assert.True(i < 2_000, "the condition did not come true");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Online_then_offline()
    {
        var program = new Program();
        await program.Tracker.Joined(Ann, first: true);
        Assert.True(program.Tracker.IsOnline("ann"));
        Assert.Equal("on", program.Calls);

        program.Tracker.LastLeft(Ann);
        Assert.False(program.Tracker.IsOnline("ann"));
        await Until(() => program.Calls == "on off");
    }

    [Fact]
    public async Task First_messages_of_every_device_wait_for_a_running_online_hook()
    {
        var program = new Program();
        program.Hold();
        var first = program.Tracker.Joined(Ann, first: true);
        var second = program.Tracker.Joined(Ann, first: false);
        await Until(() => program.Calls == "on");
        Assert.False(first.IsCompleted || second.IsCompleted);

        program.LetGo();
        await Task.WhenAll(first, second);
    }

    [Fact]
    public async Task A_cycle_that_begins_and_ends_while_a_hook_runs_is_not_called()
    {
        var program = new Program();
        program.Hold();
        _ = program.Tracker.Joined(Ann, first: true);
        await Until(() => program.Calls == "on");
        program.Tracker.LastLeft(Ann);
        _ = program.Tracker.Joined(Ann, first: true);
        program.Tracker.LastLeft(Ann);
        _ = program.Tracker.Joined(Ann, first: true);
        program.LetGo();
        await program.Tracker.StopAsync();

        Assert.Equal("on", program.Calls);
        Assert.True(program.Tracker.IsOnline("ann"));
    }

    [Fact]
    public async Task A_hook_that_takes_too_long_holds_no_message_but_the_next_hook()
    {
        var program = new Program();
        program.Hold();
        var first = program.Tracker.Joined(Ann, first: true);
        await Until(() => program.Calls == "on");
        program.Time.Advance(TimeSpan.FromSeconds(10));
        await first;

        program.Tracker.LastLeft(Ann);
        Assert.Equal("on", program.Calls);
        program.LetGo();
        await Until(() => program.Calls == "on off");
    }

    [Fact]
    public async Task Who_comes_back_while_an_offline_hook_hangs_is_not_held()
    {
        var program = new Program();
        await program.Tracker.Joined(Ann, first: true);
        program.Hold();
        program.Tracker.LastLeft(Ann);
        await Until(() => program.Calls == "on off");
        program.Time.Advance(TimeSpan.FromSeconds(10));
        await program.Tracker.Joined(Ann, first: true).WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Equal("on off", program.Calls);

        program.LetGo();
        await Until(() => program.Calls == "on off on");
    }

    [Fact]
    public async Task OfflineDelay_keeps_who_comes_back_online()
    {
        var program = new Program(offlineDelay: TimeSpan.FromSeconds(5));
        await program.Tracker.Joined(Ann, first: true);
        program.Tracker.LastLeft(Ann);
        program.Time.Advance(TimeSpan.FromSeconds(4));
        Assert.True(program.Tracker.IsOnline("ann"));

        await program.Tracker.Joined(Ann, first: true);
        program.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.True(program.Tracker.IsOnline("ann"));
        Assert.Equal("on", program.Calls);

        program.Tracker.LastLeft(Ann);
        program.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.False(program.Tracker.IsOnline("ann"));
        await Until(() => program.Calls == "on off");
    }

    [Fact]
    public async Task Stopping_does_not_wait_for_the_delay()
    {
        var program = new Program(offlineDelay: TimeSpan.FromHours(1));
        await program.Tracker.Joined(Ann, first: true);
        program.Tracker.LastLeft(Ann);
        await program.Tracker.StopAsync();
        Assert.Equal("on off", program.Calls);
    }

    [Fact]
    public void Calls_alternate_never_overlap_and_end_in_the_state_that_is_true()
        => Gen.Int[0, 3].Array[0, 30].Sample(
            steps =>
            {
                var program = new Program();
                var connected = false;
                foreach (var step in steps)
                {
                    switch (step)
                    {
                        case 0 when !connected:
                            _ = program.Tracker.Joined(Ann, first: connected = true);
                            break;
                        case 1 when connected:
                            connected = false;
                            program.Tracker.LastLeft(Ann);
                            break;
                        case 2:
                            program.Hold();
                            break;
                        case 3:
                            program.LetGo();
                            break;
                    }
                }

                program.LetGo();
                program.Tracker.StopAsync().GetAwaiter().GetResult();
                var calls = program.Calls.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                Assert.Equal(calls.Select((_, i) => i % 2 == 0 ? "on" : "off"), calls);
                Assert.Equal(connected, calls.LastOrDefault() == "on");
                Assert.Equal(connected, program.Tracker.IsOnline("ann"));
                Assert.False(program.Overlapped);
            },
            iter: 2_000);
}
