using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using QueueRun.Messaging;
using QueueRun.Routing;

namespace QueueRun.Diagnostics.Tests;

/// <summary>Without listeners, none of it has a cost.</summary>
public class SilenceTests
{
    private sealed class CountingTime : TimeProvider
    {
        public int Readings { get; private set; }

        public override long GetTimestamp()
        {
            Readings++;
            return 1;
        }
    }

    private readonly CountingTime _time = new();
    private readonly QueueRunMetrics _metrics;
    private readonly ConversationServices _services;
    private CallWatch _call;

    public SilenceTests()
    {
        _metrics = new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>(), _time);
        _services = new(null!, null!, new SocketServices(null!, null!, _metrics), null!, _time, null!, null!, null!);
    }

    [Fact]
    public void Nothing_is_allocated_and_no_clock_is_read_for_a_message()
    {
        Assert.Equal(0, AllocatedBy(() =>
        {
            _call.Start(_services, "do=echo", MessageKind.Json, null!);
            _call.Resume();
            _call.End(Outcome.Ok);
            _metrics.Received(RouteLabel.None, Outcome.Invalid);
            _metrics.Delivered(isBinary: false);
        }));
        Assert.Equal(0, _time.Readings);
    }

    [Fact]
    public void Nothing_is_allocated_and_no_clock_is_read_for_a_connection()
    {
        Assert.Equal(0, AllocatedBy(() =>
        {
            ConnectionWatch connection = new(_metrics);
            connection.Closing(CloseCause.Client, 1000);
            connection.End();
            _metrics.Refused(RefusalReason.Origin, 403);
            _metrics.Authenticated(AuthenticationOutcome.Authenticated);
            _metrics.HookEnded(_metrics.StartHook(), "online", "Program.Online", Outcome.Ok);
            _metrics.Dropped(3);
        }));
        Assert.Equal(0, _time.Readings);
    }

    [Fact]
    public void A_send_goes_its_usual_way() => Assert.False(_metrics.CountsRecipients || QueueRunTracing.IsOn);

    private static long AllocatedBy(Action action)
    {
        for (var i = 0; i < 100; i++) action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
