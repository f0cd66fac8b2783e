namespace QueueRun.Redis.Tests.Simulation;

/// <summary>One call of a hook.</summary>
internal sealed record HookEntry(SimulatedProcess Process, string User, bool IsOnline, long Number, bool MayRepeat, TimeSpan Start) : IHookCall
{
    bool IHookCall.IsOn => IsOnline;

    public TimeSpan End { get; set; } = TimeSpan.MaxValue;

    public bool IsBroken { get; set; }

    public override string ToString()
        => $"{(IsOnline ? "online" : "offline")} {User} at {Process.Name}, number {Number}{(MayRepeat ? ", may repeat" : "")}, {Start.TotalSeconds:0.000} to {(End == TimeSpan.MaxValue ? "…" : $"{End.TotalSeconds:0.000}")}{(IsBroken ? ", broken off" : "")}";
}
