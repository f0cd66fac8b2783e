namespace QueueRun.Presence.Tests.Simulation;

/// <summary>What the program's methods have seen of one device.</summary>
internal sealed class Seat(Device device, TimeProvider time)
{
    public Device Device => device;

    public string Name => device.Name;

    /// <summary>Who the device belongs to once the program has said so; empty for nobody.</summary>
    public string? User { get; set; } = device.User;

    /// <summary>What [Authenticate] has answered, in time or not.</summary>
    public string? Claim { get; set; } = device.User;

    /// <summary>Whether the connection was made its user's.</summary>
    public bool HasJoined { get; set; }

    /// <summary>Whether the connection has left its user, if it had one, and its rooms.</summary>
    public bool HasLeft { get; set; }

    /// <summary>The rooms that the connection is in by itself.</summary>
    public HashSet<string> Rooms { get; } = [];

    /// <summary>What was sent to a room, or to all, while the connection was among them, in order; and whether it must have arrived.</summary>
    public Queue<(string Text, bool Must)> Expected { get; } = [];

    /// <summary>How many of the texts that the device has received were compared with what was expected.</summary>
    public int Compared { get; set; }

    public bool HasSignedIn { get; set; }

    /// <summary>Messages that were sent, and those that a method was called with.</summary>
    public int Said { get; set; }

    public int Heard { get; set; }

    /// <summary>Whether a handler was called.</summary>
    public bool IsServed { get; set; }

    /// <summary>Whether the first message could have been handled at some moment since the connection was its user's.</summary>
    public bool MayBeServed { get; set; }

    /// <summary>Methods that run for the device, and since when.</summary>
    public List<(TaskCompletionSource Gate, DateTimeOffset Since)> Running { get; } = [];

    /// <summary>How often the client has said anything, and when the server had certainly heard all of it.</summary>
    public (int Signs, DateTimeOffset Heard) Alive { get; set; } = (-1, default);

    /// <summary>When the server's close frame was seen.</summary>
    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>Whether a method runs whose time is not over: its end is waited for.</summary>
    public bool IsBusy => Running.Exists(method => time.GetUtcNow() < method.Since + Plan.MethodTime);

    /// <summary>The same, or its time has just come to its end: the deadline of a method may be a millisecond late.</summary>
    public bool MayBeBusy => Running.Exists(method => time.GetUtcNow() < method.Since + Plan.MethodTime + Plan.Step);

    /// <summary>Whether the upgrade request waits for the program's method; the server waits for it.</summary>
    public bool IsAtDoor => !device.IsUpgraded && Running.Count > 0;
}
