namespace QueueRun.Tests;

/// <summary>A promise that calls do not keep.</summary>
/// <param name="Rule">Which.</param>
/// <param name="Before">The earlier of two calls; null if it is about the last one alone.</param>
/// <param name="Call">The call; null if there should have been one.</param>
public readonly record struct HookFault<T>(HookRule Rule, T? Before, T? Call)
    where T : class, IHookCall;
