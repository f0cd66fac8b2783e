using QueueRun.Redis.Chaos.Trouble;

namespace QueueRun.Redis.Chaos.People;

/// <summary>A user: connects devices, closes them, and joins and leaves rooms, at random, one after the other.</summary>
internal sealed class Person
{
    private const int MaxDevices = 3;

    private readonly NodeSlot[] _nodes;
    private readonly Random _random;
    private readonly TimeSpan _pause;
    private readonly bool _isSteady;

    public Person(int number, NodeSlot[] nodes, int seed)
    {
        (Name, _nodes, _random) = (Names.User(number), nodes, new(seed + (number * 7919)));
        _isSteady = number % 4 == 0; // some stay long: what is lost late is seen by them
        _pause = TimeSpan.FromSeconds(_isSteady ? 4 : 1.2);
    }

    public string Name { get; }

    /// <summary>All devices that were connected, in the order of their joins.</summary>
    public List<Device> Devices { get; } = [];

    public Device[] OpenDevices => [.. Devices.Where(static device => device.IsOpen)];

    public int Refused { get; private set; }

    public int Operations { get; private set; }

    /// <summary>The rooms that the user is surely in at the end, or surely not; null if that is not known.</summary>
    public Dictionary<string, bool>? FinalRooms { get; private set; }

    /// <summary>When <see cref="FinalRooms"/> was true.</summary>
    public TimeSpan Settled { get; private set; }

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(_pause * -Math.Log(1 - _random.NextDouble()), stop);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await StepAsync();
        }
    }

    /// <summary>Makes sure which rooms the user is in.</summary>
    public async Task SettleAsync()
    {
        if (OpenDevices is not [var device, ..]) return;

        Dictionary<string, bool> rooms = [];
        for (var i = 0; i < Names.Rooms; i++)
        {
            var (room, joins) = (Names.Room(i), _random.Next(3) == 0);
            EndStays(room);
            if (await device.AskAsync("leave", room) is not true) return;
            if (joins && !await JoinAsync(device, room)) return;
            rooms.Add(room, joins);
        }

        (FinalRooms, Settled) = (rooms, Clock.Now);
    }

    public async Task LeaveAsync()
    {
        foreach (var device in OpenDevices) await device.CloseAsync(isClean: true);
    }

    private async Task StepAsync()
    {
        var open = OpenDevices;
        var choice = _random.Next(100);
        var room = Names.Room(_random.Next(Names.Rooms));
        Operations++;
        if (open is [] || (choice < 25 && open.Length < MaxDevices))
        {
            await ConnectAsync();
            return;
        }

        var device = open[_random.Next(open.Length)];
        if (choice < (_isSteady ? 40 : 65))
        {
            await device.CloseAsync(isClean: _random.Next(3) > 0);
            if (OpenDevices is []) EndAllStays(); // a new device may find the user in no room any more
        }
        else if (choice < 85)
        {
            await JoinAsync(device, room);
        }
        else if (choice < 90)
        {
            if (await device.AskAsync("enter", room) is true) device.Stays.Add(new(room, Clock.Now));
        }
        else
        {
            EndStays(room);
            await device.AskAsync("leave", room);
        }
    }

    private async Task ConnectAsync()
    {
        var running = Array.FindAll(_nodes, static node => node.IsRunning);
        if (running is []) return;

        var node = running[_random.Next(running.Length)];
        if (node is not { Address: { } address, Id: var id }) return;
        if (await Device.TryConnectAsync(Name, id, address) is { } device) Devices.Add(device);
        else Refused++;
    }

    /// <summary>Joins a room with the user, and so with all devices that are open.</summary>
    private async Task<bool> JoinAsync(Device device, string room)
    {
        if (await device.AskAsync("join", room) is not true) return false;

        var now = Clock.Now;
        foreach (var one in OpenDevices.Where(one => !one.Stays.Exists(stay => stay.Room == room && stay.To == TimeSpan.MaxValue))) one.Stays.Add(new(room, now));
        return true;
    }

    private void EndStays(string room)
    {
        foreach (var stay in Devices.SelectMany(static device => device.Stays).Where(stay => stay.Room == room)) End(stay);
    }

    private void EndAllStays()
    {
        foreach (var stay in Devices.SelectMany(static device => device.Stays)) End(stay);
    }

    private static void End(Stay stay)
    {
        if (stay.To == TimeSpan.MaxValue) stay.To = Clock.Now;
    }
}
