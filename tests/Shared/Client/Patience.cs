namespace QueueRun.Tests;

/// <summary>How long a test waits for what must happen, and how it watches a server from outside.</summary>
public static class Patience
{
    /// <summary>Generous: it only decides how fast a failure is told.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Fails when the task takes longer than <see cref="Limit"/>, and says what was waited for.</summary>
    public static async Task<T> WithinLimitAsync<T>(this Task<T> task, string what)
    {
        await ((Task)task).WithinLimitAsync(what);
        return await task;
    }

    /// <summary>Fails when the task takes longer than <see cref="Limit"/>, or another limit, and says what was waited for.</summary>
    public static async Task WithinLimitAsync(this Task task, string what, TimeSpan? limit = null)
    {
        var patience = limit ?? Limit;
        try
        {
            await task.WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Waited {patience.TotalSeconds} s for {what}.");
        }
    }

    /// <summary>Looks again and again until it is so.</summary>
    public static Task EventuallyAsync(Func<bool> isSo) => EventuallyAsync(() => Task.FromResult(isSo()), static seen => seen);

    /// <summary>Looks again and again until what is seen is as wanted; fails with what was seen last.</summary>
    public static async Task<T> EventuallyAsync<T>(Func<Task<T>> look, Func<T, bool> isAsWanted, Func<T, string>? describe = null)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var seen = await look();
            if (isAsWanted(seen)) return seen;
            if (TimeProvider.System.GetElapsedTime(start) > Limit)
                throw new TimeoutException($"After {Limit.TotalSeconds} s still: {(describe is null ? $"{seen}" : describe(seen))}");
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }
    }
}
