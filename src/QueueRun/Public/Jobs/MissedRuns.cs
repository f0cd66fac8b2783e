namespace QueueRun;

/// <summary>How a schedule makes up for the times that it missed.</summary>
public enum MissedRuns
{
    /// <summary>It runs once for all missed times, as soon as it can.</summary>
    RunOnce,

    /// <summary>It skips the missed times, and runs at its next time.</summary>
    Skip,
}
