using Microsoft.Extensions.Logging;

namespace QueueRun.Jobs;

/// <summary>Whether the store, or the start of jobs, fails at present. Logged once when it begins, and once when it ends.</summary>
internal sealed class JobTrouble(ILogger<JobRunner> log)
{
    /// <summary>The delay before the first further try.</summary>
    public static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan s_longestDelay = TimeSpan.FromSeconds(10);

    private bool _isOn;

    /// <summary>Whether it fails now.</summary>
    public bool IsOn => Volatile.Read(ref _isOn);

    /// <summary>The delay before the next try, given the last delay.</summary>
    public static TimeSpan NextDelay(TimeSpan delay) => delay * 2 < s_longestDelay ? delay * 2 : s_longestDelay;

    /// <summary>A use has failed.</summary>
    /// <param name="error">The failure.</param>
    /// <param name="delay">The time until the next try.</param>
    public void Begin(Exception error, TimeSpan delay)
    {
        if (Interlocked.Exchange(ref _isOn, true)) return;

        if (error is JobStoreException) log.StoreTrouble(error, delay);
        else log.Fault(error, delay);
    }

    /// <summary>A use has succeeded.</summary>
    public void End()
    {
        if (Interlocked.Exchange(ref _isOn, false)) log.StoreRecovered();
    }
}
