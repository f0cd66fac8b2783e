using Microsoft.Extensions.Time.Testing;
using QueueRun.Redis.Cluster;

namespace QueueRun.Redis.Tests;

public class LeaseTests
{
    private static readonly TimeSpan s_lease = TimeSpan.FromSeconds(15);

    private readonly LateClock _clock = new();

    [Fact]
    public void Hooks_are_called_for_two_thirds_of_the_lease()
    {
        using var lease = new Lease(_clock, s_lease);
        Assert.False(lease.MayCallAsync().AsTask().IsCompleted);
        lease.Renew(_clock.GetTimestamp(), TimeSpan.Zero);
        Assert.True(lease.MayCallAsync().AsTask().IsCompletedSuccessfully);
        _clock.Time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.True(lease.MayCallAsync().AsTask().IsCompletedSuccessfully);
        _clock.Time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.False(lease.MayCallAsync().AsTask().IsCompleted);
        Assert.False(lease.IsHeld);
    }

    [Fact]
    public void A_process_that_stood_still_calls_no_hook_before_its_timer_has_fired()
    {
        _clock.IsLate = true;
        using var lease = new Lease(_clock, s_lease);
        lease.Renew(_clock.GetTimestamp(), TimeSpan.Zero);
        var calls = lease.Token;
        _clock.Time.Advance(s_lease);
        Assert.False(lease.MayCallAsync().AsTask().IsCompleted);
        Assert.False(lease.IsHeld);
        Assert.True(SpinWait.SpinUntil(() => calls.IsCancellationRequested, Patience.Limit));
    }

    [Fact]
    public void A_process_that_stood_still_begins_its_lease_anew()
    {
        _clock.IsLate = true;
        using var lease = new Lease(_clock, s_lease);
        lease.Renew(_clock.GetTimestamp(), TimeSpan.Zero);
        _clock.Time.Advance(s_lease * 2);
        lease.Renew(_clock.GetTimestamp(), TimeSpan.Zero);
        Assert.True(lease.IsHeld);
        Assert.False(lease.IsSettled); // it may not bury others yet: they may have stood still, too
        _clock.Time.Advance(s_lease * 0.5);
        lease.Renew(_clock.GetTimestamp(), TimeSpan.Zero);
        _clock.Time.Advance(s_lease * 0.5);
        Assert.True(lease.IsSettled);
    }

    /// <summary>A clock whose timers fire late: those of a process that stood still.</summary>
    private sealed class LateClock : TimeProvider
    {
        public FakeTimeProvider Time { get; } = new();

        public bool IsLate { get; set; }

        public override long TimestampFrequency => Time.TimestampFrequency;

        public override long GetTimestamp() => Time.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
            => Time.CreateTimer(late => { if (!IsLate) callback(late); }, state, dueTime, period);
    }
}
