namespace QueueRun.Redis.Tests.Simulation;

/// <summary>The kinds of trouble in a history.</summary>
[Flags]
public enum Faults
{
    /// <summary>Replies and messages take a little time.</summary>
    None = 0,

    /// <summary>Some replies and messages take seconds.</summary>
    Slow = 1,

    /// <summary>The connection of commands breaks: commands and replies are lost.</summary>
    Commands = 2,

    /// <summary>The connection of messages breaks: messages are lost.</summary>
    Messages = 4,

    /// <summary>Redis stands still for a while.</summary>
    Pause = 8,

    /// <summary>Redis restarts, and has kept its data.</summary>
    Restart = 16,

    /// <summary>Redis restarts empty.</summary>
    Loss = 32,

    /// <summary>A process is killed, and perhaps another one starts.</summary>
    Kill = 64,

    /// <summary>A process stands still.</summary>
    StandStill = 128,

    /// <summary>A process cannot reach Redis.</summary>
    CutOff = 256,

    /// <summary>A process stops as planned, and perhaps another one starts.</summary>
    Stop = 512,

    /// <summary>All of them.</summary>
    All = 1023,
}
