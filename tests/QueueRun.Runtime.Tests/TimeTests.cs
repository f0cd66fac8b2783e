using Microsoft.Extensions.Time.Testing;
using QueueRun.Calls;
using QueueRun.Connections;

namespace QueueRun.Runtime.Tests;

public class TimeTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Lock _gate = new();

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    [Fact]
    public void A_deadline_comes_once()
    {
        var due = 0;
        var deadline = new Deadline(_time, _gate);
        lock (_gate) deadline.Start(Seconds(10), () => due++);
        _time.Advance(Seconds(9));
        Assert.Equal(0, due);
        _time.Advance(Seconds(2));
        _time.Advance(Seconds(60));
        Assert.Equal(1, due);
    }

    [Fact]
    public void A_deadline_that_was_stopped_or_restarted_does_not_come()
    {
        var due = new List<string>();
        var deadline = new Deadline(_time, _gate);
        lock (_gate) deadline.Start(Seconds(10), () => due.Add("first"));
        _time.Advance(Seconds(8));
        lock (_gate) deadline.Stop();
        lock (_gate) deadline.Start(Seconds(10), () => due.Add("second"));
        _time.Advance(Seconds(8));
        Assert.Empty(due);
        _time.Advance(Seconds(3));
        Assert.Equal(["second"], due);
    }

    [Fact]
    public void A_shorter_deadline_after_a_longer_one_is_on_time()
    {
        var due = 0;
        var deadline = new Deadline(_time, _gate);
        lock (_gate) deadline.Start(Seconds(100), () => due++);
        lock (_gate) deadline.Stop();
        lock (_gate) deadline.Start(Seconds(1), () => due++);
        _time.Advance(Seconds(1.1));
        Assert.Equal(1, due);
    }

    [Fact]
    public void A_deadline_has_the_lock_of_each_owner_and_is_on_time_for_the_second_one()
    {
        var due = new List<string>();
        var (first, second) = (new Lock(), new Lock());
        var deadline = new Deadline(_time, null);
        deadline.MoveTo(first);
        Assert.True(first == deadline.Gate);
        lock (first)
        {
            deadline.Start(Seconds(10), () => due.Add("first"));
            deadline.Stop();
        }

        deadline.MoveTo(null);
        Assert.False(first == deadline.Gate);
        deadline.MoveTo(second);
        _time.Advance(Seconds(9));
        lock (second) deadline.Start(Seconds(10), () => due.Add("second"));
        _time.Advance(Seconds(9));
        Assert.Empty(due);
        _time.Advance(Seconds(1));
        Assert.Equal(["second"], due);
    }

    [Fact]
    public void A_silent_peer_is_pinged_and_then_given_up()
    {
        var peer = new Peer();
        var keepAlive = new KeepAlive(new(_time), Seconds(20), Seconds(10), peer);
        _time.Advance(Seconds(15));
        keepAlive.Heard();
        _time.Advance(Seconds(15));
        Assert.Equal(0, peer.Pings);
        _time.Advance(Seconds(6));
        Assert.Equal(1, peer.Pings);
        _time.Advance(Seconds(9));
        Assert.False(peer.IsDead);
        _time.Advance(Seconds(2));
        Assert.True(peer.IsDead);
    }

    [Fact]
    public void A_peer_that_answers_lives()
    {
        var peer = new Peer();
        var keepAlive = new KeepAlive(new(_time), Seconds(20), Seconds(10), peer);
        peer.Pinged = keepAlive.Heard;
        for (var i = 0; i < 600; i++) _time.Advance(Seconds(1));
        Assert.False(peer.IsDead);
    }

    /// <summary>Otherwise a proxy's idle limit between the two would end a connection that the interval should keep alive.</summary>
    [Fact]
    public void A_peer_that_answers_is_pinged_after_each_interval_though_others_have_longer_to_answer()
    {
        var peer = new Peer();
        var keepAlive = new KeepAlive(new(_time), Seconds(2), Seconds(20), peer);
        peer.Pinged = keepAlive.Heard;
        for (var i = 0; i < 40; i++) _time.Advance(TimeSpan.FromSeconds(0.5));
        Assert.InRange(peer.Pings, 9, 10);

        peer.Pinged = null;
        for (var i = 0; i < 20; i++) _time.Advance(Seconds(1));
        Assert.False(peer.IsDead);
        for (var i = 0; i < 3; i++) _time.Advance(Seconds(1));
        Assert.True(peer.IsDead);
    }

    [Fact]
    public void Time_in_which_nothing_was_read_does_not_count()
    {
        var peer = new Peer();
        var keepAlive = new KeepAlive(new(_time), Seconds(20), Seconds(10), peer);
        keepAlive.Pause(new TaskCompletionSource().Task);
        for (var i = 0; i < 100; i++) _time.Advance(Seconds(10));
        Assert.False(peer.IsDead);
        keepAlive.Resume();
        _time.Advance(Seconds(19));
        Assert.Equal(0, peer.Pings);
    }

    [Fact]
    public void A_peer_that_takes_nothing_of_what_is_sent_is_given_up_even_while_reading_pauses()
    {
        var peer = new Peer();
        var keepAlive = new KeepAlive(new(_time), Seconds(20), Seconds(10), peer);
        keepAlive.Pause(new TaskCompletionSource().Task);
        _time.Advance(Seconds(21));
        Assert.False(peer.IsDead);
        peer.StuckFor = Seconds(31);
        _time.Advance(Seconds(21));
        Assert.True(peer.IsDead);
    }

    [Fact]
    public void So_many_messages_a_second()
    {
        var limit = new RateLimit(_time, 3);
        Assert.Null(limit.Pause());
        Assert.Null(limit.Pause());
        Assert.Equal(Seconds(1), limit.Pause());
        _time.Advance(Seconds(1));
        Assert.Null(limit.Pause());
    }

    [Fact]
    public void Seconds_with_a_pause_are_counted_as_long_as_none_is_without()
    {
        var limit = new RateLimit(_time, 2);
        for (var second = 1; second <= 3; second++)
        {
            limit.Pause();
            limit.Pause();
            limit.Pause(); // a pause that ended early does not count as a second one
            Assert.Equal(second, limit.PausesInARow);
            _time.Advance(Seconds(1));
        }

        limit.Pause();
        _time.Advance(Seconds(1));
        limit.Pause();
        Assert.Equal(0, limit.PausesInARow);
        limit.Pause();
        _time.Advance(Seconds(2));
        limit.Pause();
        Assert.Equal(0, limit.PausesInARow);
    }
}
