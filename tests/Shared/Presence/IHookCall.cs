namespace QueueRun.Tests;

/// <summary>One call of a hook for a user's state, or for a room of a user.</summary>
public interface IHookCall
{
    /// <summary>Whether it says that the user is online, or in the room.</summary>
    bool IsOn { get; }

    /// <summary>The number that the hook was given.</summary>
    long Number { get; }

    /// <summary>Whether the hook was told that the same state may have been told before.</summary>
    bool MayRepeat { get; }

    /// <summary>When it began, on a clock that all processes share.</summary>
    TimeSpan Start { get; }

    /// <summary>When it ended; <see cref="TimeSpan.MaxValue"/> if it has not.</summary>
    TimeSpan End { get; }
}
