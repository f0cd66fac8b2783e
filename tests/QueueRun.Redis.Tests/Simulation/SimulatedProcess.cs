using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using QueueRun.Calls;
using QueueRun.Connections;
using QueueRun.Diagnostics;
using QueueRun.Messaging;
using QueueRun.Presence;
using QueueRun.Redis.Cluster;
using QueueRun.Wire;
using Opcode = QueueRun.Wire.Opcode;

namespace QueueRun.Redis.Tests.Simulation;

/// <summary>One process: the real directory and the real presence, with hooks that write to the world's journal.</summary>
internal sealed class SimulatedProcess : IDisposable
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(20);
    private static readonly ServiceProvider s_root = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private static readonly QueueRunMetrics s_metrics = new(s_root.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), TimeProvider.System);
    private static readonly ClusterMetrics s_clusterMetrics = new(s_root.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>());
    private static readonly ServiceLifetimes s_lifetimes = new(new ServiceCollection());
    private static readonly NoTimers s_noTimers = new();

    private readonly World _world;
    private readonly ProcessClock _clock;
    private readonly QueueRunOptions _options;
    private readonly PresenceTracker _presence;
    private readonly ConnectionTable _table = new();
    private int _sent;

    public SimulatedProcess(World world, int index)
    {
        (_world, Index) = (world, index);
        Store = new(world, Thread);
        _clock = new(world.Agenda, Thread);
        _options = new() { OfflineDelay = world.OfflineDelay, MaxConnectionsPerUser = World.MaxPlaces };
        var log = new ProcessLog(world, this);
        ClusterDirectory directory = null!;
        Dictionary<PresenceEvent, List<HookDescriptor>> hooks = Enum.GetValues<PresenceEvent>().ToDictionary(static on => on, static _ => new List<HookDescriptor>());
        if (world.HasHooks)
        {
            hooks[PresenceEvent.Online].Add(new() { Name = "Online", InvokeAsync = call => CallAsync(call, isOnline: true) });
            hooks[PresenceEvent.Offline].Add(new() { Name = "Offline", InvokeAsync = call => CallAsync(call, isOnline: false) });
        }

        _presence = new(
            new(hooks, s_lifetimes, () => new SocketServices(null!, directory, s_metrics), s_root, _options, _clock, s_metrics, log),
            () => directory);
        Directory = directory = new(
            Store, new("test", World.LeaseTime, World.SendTimeout, World.ConnectTimeout, 1 << 20), _presence, _table, new(),
            new([], null!, NullLogger<UserJson>.Instance), Options.Create(_options), _clock, s_clusterMetrics, log)
        {
            Random = new(world.Random.Next()),
        };
        Thread.Post(() => Life = StartAsync());
    }

    public int Index { get; }

    public string Name => $"P{Index}";

    public ProcessThread Thread { get; } = new();

    public FakeStore Store { get; }

    public ClusterDirectory Directory { get; }

    public List<SimulatedDevice> Devices { get; } = [];

    public Task Life { get; private set; } = Task.CompletedTask;

    public bool IsStopping { get; private set; }

    /// <summary>Whether the process has ended as planned.</summary>
    public bool HasEnded { get; private set; }

    public bool IsGone => Thread.IsDead || HasEnded;

    /// <summary>The times at which it was killed, was told to stop, stood still or went on.</summary>
    public TimeSpan Died { get; private set; } = TimeSpan.MaxValue;

    public List<(TimeSpan From, TimeSpan To)> Still { get; } = [];

    /// <summary>The times in which it could not reach Redis.</summary>
    public List<(TimeSpan From, TimeSpan To)> CutOff { get; } = [];

    /// <summary>The times at which it found that it was buried, and had registered again.</summary>
    public List<(TimeSpan From, TimeSpan To)> Fenced { get; } = [];

    /// <summary>The times at which it found that messages were lost.</summary>
    public List<TimeSpan> Lost { get; } = [];

    public void Dispose()
    {
        Directory.Dispose();
        Store.Dispose();
    }

    public void Registered()
    {
        if (Fenced is [.., { To.Ticks: long.MaxValue } last]) Fenced[^1] = (last.From, _world.Now);
    }

    public void Kill()
    {
        Thread.Kill();
        Died = _world.Now;
    }

    public void Connect(string user)
    {
        var device = new SimulatedDevice(this, user, _world.NextDevice());
        Devices.Add(device);
        Thread.Post(() => device.Life = LiveAsync(device));
    }

    public void Send(params string[] users)
    {
        Thread.Post(() => _ = SendAsync(new(this, ++_sent, users, _world.Now)));
    }

    public void Stop()
    {
        (IsStopping, Died) = (true, _world.Now);
        Thread.Post(() => Life = StopAsync());
    }

    private async Task StartAsync() => await Directory.StartAsync(default);

    private async Task StopAsync()
    {
        _world.Trace($"{Name} stops");
        Directory.Stop();
        foreach (var device in Devices) device.Leaves.TrySetResult();
        foreach (var device in Devices) await device.Life;
        var late = Task.Delay(World.ShutdownTime, _clock);
        await Task.WhenAny(HereAsync(_presence.AllGoneAsync()), late);
        await Directory.EndAsync();
        HasEnded = true;
        _world.Trace($"{Name} has stopped");
    }

    private static async Task HereAsync(Task task) => await task;

    private async Task LiveAsync(SimulatedDevice device)
    {
        if (IsStopping)
        {
            (device.State, device.Ended) = (SimulatedDevice.Phase.Over, _world.Now);
            return;
        }

        try
        {
            if (!await Directory.TryReserveAsync(device.User))
            {
                _world.Trace($"{device} is refused");
                _world.Refused(device);
                (device.State, device.Ended) = (SimulatedDevice.Phase.Over, _world.Now);
                return;
            }
        }
        catch (ClusterUnavailableException)
        {
            _world.Trace($"{device} gets 503");
            (device.State, device.Ended) = (SimulatedDevice.Phase.Over, _world.Now);
            return;
        }

        device.State = SimulatedDevice.Phase.Joins;
        _world.Granted();
        if (IsStopping || _world.Random.Next(20) == 0)
        {
            await Directory.ReleaseAsync(device.User);
            (device.State, device.Ended) = (SimulatedDevice.Phase.Over, _world.Now);
            return;
        }

        var user = new SocketUser(device.User);
        var connection = new Connection($"{device}", device, default, new(_options, s_noTimers, s_metrics, NullLogger<Connection>.Instance)) { User = user, IsAdmitted = true };
        _table.Add(connection);
        await Directory.JoinAsync(connection, user);
        (device.State, device.Joined) = (SimulatedDevice.Phase.Joined, _world.Now);
        _world.Trace($"{device} has joined");
        _ = BeReadyAsync(device);
        await device.Leaves.Task;
        device.Left = _world.Now;
        _world.Trace($"{device} leaves");
        await Directory.LeaveAsync(connection, user);
        _table.Remove(connection);
        (device.State, device.Ended) = (SimulatedDevice.Phase.Over, _world.Now);
    }

    private async Task BeReadyAsync(SimulatedDevice device)
    {
        await Directory.ReadyAsync(device.User);
        device.IsReady = true;
    }

    private async Task SendAsync(SentMessage message)
    {
        _world.Sent.Add(message);
        var frame = Frame.Create(Opcode.Text, Encoding.UTF8.GetBytes(message.Text));
        message.Result = await Directory.SendAsync(Recipients.Of(message.Users, null), frame, default);
        frame.Release();
        message.Ended = _world.Now;
    }

    private async ValueTask CallAsync(HookCall call, bool isOnline)
    {
        var entry = new HookEntry(this, call.UserId(), isOnline, call.Context.Number, call.Context.MayRepeat, _world.Now);
        _world.Journal.Add(entry);
        _world.Trace($"hook {entry}");
        for (var end = _world.Now + _world.HookTime(); _world.Now < end;)
        {
            if (call.Token.IsCancellationRequested)
            {
                entry.IsBroken = true;
                break;
            }

            await Task.Delay(end - _world.Now < s_poll ? end - _world.Now : s_poll, _clock);
        }

        entry.End = _world.Now;
        _world.Trace($"hook ends {entry}");
    }
}
