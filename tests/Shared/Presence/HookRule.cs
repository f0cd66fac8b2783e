namespace QueueRun.Tests;

/// <summary>A promise about hooks that calls do not keep.</summary>
public enum HookRule
{
    /// <summary>Two hooks of one user do not run at the same time.</summary>
    NoOverlap,

    /// <summary>The number rises from call to call.</summary>
    NumbersRise,

    /// <summary>The calls alternate, unless one says that it may repeat the one before.</summary>
    Alternate,

    /// <summary>The last call shows the present state.</summary>
    LastIsTrue,
}
