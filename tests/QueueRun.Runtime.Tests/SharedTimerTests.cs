using Microsoft.Extensions.Time.Testing;
using QueueRun.Connections;

namespace QueueRun.Runtime.Tests;

public class SharedTimerTests
{
    private readonly FakeTimeProvider _time = new();

    private sealed class Bell(Action<Bell> rung) : SharedTimer.Alarm
    {
        public override void Ring() => rung(this);
    }

    [Fact]
    public void Each_alarm_rings_once_at_its_time_whatever_was_set_and_removed_before()
    {
        var random = new Random(1);
        var timer = new SharedTimer(_time);
        List<Bell> rung = [];
        Bell[] bells = [.. Enumerable.Range(0, 300).Select(_ => new Bell(rung.Add))];
        Dictionary<Bell, DateTimeOffset> due = [];
        for (var step = 0; step < 3_000; step++)
        {
            for (var i = 0; i < 20; i++)
            {
                var bell = bells[random.Next(bells.Length)];
                if (random.Next(3) > 0)
                {
                    var after = TimeSpan.FromMilliseconds(random.Next(1, 5_000));
                    timer.Set(bell, after);
                    due[bell] = _time.GetUtcNow() + after;
                }
                else
                {
                    timer.Remove(bell);
                    due.Remove(bell);
                }
            }

            rung.Clear();
            _time.Advance(TimeSpan.FromMilliseconds(random.Next(1, step % 100 == 0 ? 6_000 : 50)));
            var expected = due.Where(one => one.Value <= _time.GetUtcNow()).Select(one => one.Key).ToHashSet();
            Assert.Equal(expected.Count, rung.Count);
            Assert.Superset(expected, rung.ToHashSet());
            foreach (var bell in rung) due.Remove(bell);
        }
    }

    [Fact]
    public void An_alarm_may_set_itself_anew_when_it_rings()
    {
        var timer = new SharedTimer(_time);
        var times = 0;
        var bell = new Bell(bell =>
        {
            times++;
            timer.Set(bell, TimeSpan.FromSeconds(1));
        });
        timer.Set(bell, TimeSpan.FromSeconds(1));
        for (var i = 0; i < 100; i++) _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(10, times);
    }

    [Fact]
    public void An_alarm_that_is_set_while_another_rings_is_on_time()
    {
        var timer = new SharedTimer(_time);
        var times = 0;
        var second = new Bell(_ => times++);
        var first = new Bell(_ => timer.Set(second, TimeSpan.FromSeconds(1)));
        timer.Set(first, TimeSpan.FromSeconds(10));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(0, times);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, times);
    }
}
