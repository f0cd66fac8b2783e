using QueueRun.Redis.Chaos.Node;

namespace QueueRun.Redis.Chaos.Checks;

/// <summary>A hook's call, from the journal of the process that called it.</summary>
internal sealed record HookCall(string Process, string Hook, string User, string Room, long Number, bool MayRepeat, TimeSpan Start) : IHookCall
{
    public TimeSpan End { get; set; } = TimeSpan.MaxValue;

    /// <summary>Whether its token was cancelled before it had ended.</summary>
    public bool IsCut { get; set; }

    public bool IsOn => Hook is Hooks.OnlineName or Hooks.JoinName;

    /// <summary>Whether it is about a room.</summary>
    public bool IsOfRoom => Hook is Hooks.JoinName or Hooks.LeaveName;

    public override string ToString()
        => $"{Start.TotalSeconds:0.000} to {(End == TimeSpan.MaxValue ? "…" : $"{End.TotalSeconds:0.000}")}: {Hook} {User}{(IsOfRoom ? $" {Room}" : "")} at {Process}, number {Number}{(MayRepeat ? ", may repeat" : "")}{(IsCut ? ", cut off" : "")}";
}
