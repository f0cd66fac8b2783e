namespace QueueRun.Tests;

/// <summary>What the calls of hooks must look like, over all processes: the simulation and real processes are judged by the same rules.</summary>
public static class HookRules
{
    /// <summary>What is wrong with the calls for one user's state, or for one room of a user.</summary>
    /// <param name="calls">The calls, in the order of their starts.</param>
    /// <param name="isOn">Whether the user is online, or in the room; null if that is not known.</param>
    public static IEnumerable<HookFault<T>> Check<T>(IReadOnlyList<T> calls, bool? isOn)
        where T : class, IHookCall
    {
        foreach (var fault in Overlaps(calls)) yield return fault;
        for (var i = 1; i < calls.Count; i++)
        {
            if (calls[i].Number <= calls[i - 1].Number) yield return new(HookRule.NumbersRise, calls[i - 1], calls[i]);
            if (calls[i].IsOn == calls[i - 1].IsOn && !calls[i].MayRepeat) yield return new(HookRule.Alternate, calls[i - 1], calls[i]);
        }

        if (isOn is { } state && (calls is [.., var last] ? last.IsOn : false) != state) yield return new(HookRule.LastIsTrue, null, calls is [] ? null : calls[^1]);
    }

    /// <summary>The calls of a user that run at the same time, whatever they are for.</summary>
    /// <param name="calls">The calls, in the order of their starts.</param>
    public static IEnumerable<HookFault<T>> Overlaps<T>(IReadOnlyList<T> calls)
        where T : class, IHookCall
    {
        for (var i = 0; i < calls.Count; i++)
        {
            for (var j = i + 1; j < calls.Count && calls[j].Start < calls[i].End; j++) yield return new(HookRule.NoOverlap, calls[i], calls[j]);
        }
    }
}
