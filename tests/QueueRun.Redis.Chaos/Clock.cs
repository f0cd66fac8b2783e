using System.Diagnostics;

namespace QueueRun.Redis.Chaos;

/// <summary>The clock that all processes of the machine share: the system's monotonic one.</summary>
internal static class Clock
{
    public static TimeSpan Now => Of(Stopwatch.GetTimestamp());

    public static TimeSpan Of(long timestamp) => Stopwatch.GetElapsedTime(0, timestamp);
}
