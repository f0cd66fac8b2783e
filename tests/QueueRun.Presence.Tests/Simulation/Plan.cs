using System.Globalization;

namespace QueueRun.Presence.Tests.Simulation;

/// <summary>What a run is made of: the program, and what happens to it, one number a step.</summary>
internal sealed record Plan(TimeSpan OfflineDelay, int OnlineHooks, int OfflineHooks, int RoomHooks, int[] Steps)
{
    /// <summary>What time passes in.</summary>
    public static TimeSpan Step { get; } = TimeSpan.FromSeconds(0.5);

    /// <summary><c>DefaultTimeout</c>, of hooks and handlers.</summary>
    public static TimeSpan MethodTime { get; } = TimeSpan.FromSeconds(10);

    public static TimeSpan ShutdownTime { get; } = TimeSpan.FromSeconds(20);

    /// <summary>A connection that died silently is noticed within 40 seconds; two steps more because time passes in steps, and two timers are involved.</summary>
    public static TimeSpan KeepAliveTime { get; } = TimeSpan.FromSeconds(41);

    public static TimeSpan CloseTime { get; } = TimeSpan.FromSeconds(5);

    public static string[] Users { get; } = ["ann", "bob", "cyd"];

    public static string[] Rooms { get; } = ["a", "b", "c", "d"];

    public const int MaxDevices = 3;

    public const int MaxRooms = 3;

    public const int MaxUnauthenticated = 4;

    /// <summary>The hooks' names in the order in which they must be called.</summary>
    public string[] Hooks(PresenceEvent happened) => happened switch
    {
        PresenceEvent.Online => [.. _onlineNames[..OnlineHooks]],
        PresenceEvent.Offline => [.. _offlineNames[..OfflineHooks]],
        PresenceEvent.Join => [.. _joinNames[..RoomHooks]],
        _ => [.. _leaveNames[..RoomHooks]],
    };

    public override string ToString()
        => string.Create(CultureInfo.InvariantCulture, $"new Plan(TimeSpan.FromSeconds({OfflineDelay.TotalSeconds}), {OnlineHooks}, {OfflineHooks}, {RoomHooks}, [{string.Join(", ", Steps)}])");

    private static readonly string[] _onlineNames = ["On.First", "On.second"];
    private static readonly string[] _offlineNames = ["Off.First", "Off.second"];
    private static readonly string[] _joinNames = ["Join.First", "Join.second"];
    private static readonly string[] _leaveNames = ["Leave.First", "Leave.second"];
}
