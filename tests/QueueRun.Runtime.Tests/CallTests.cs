using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using QueueRun.Calls;
using QueueRun.Messaging;
using QueueRun.Routing;

namespace QueueRun.Runtime.Tests;

/// <summary>The common parts of calls of handlers, hooks and jobs: a scope, and a timeout.</summary>
public class CallTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new();

    private sealed class Call(Deadline deadline) : TimedCall(deadline)
    {
        public int TimesOver { get; private set; }

        public void Start(bool cancelled = false)
        {
            lock (Gate) Start(Timeout, cancelled);
        }

        public bool TryEndNow()
        {
            lock (Gate) return TryEnd();
        }

        protected override void TimedOut()
        {
            TimesOver++;
            Cancel();
        }
    }

    private sealed class Disposed(Action disposed) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            disposed();
            return ValueTask.FromException(new NotSupportedException("disposed badly"));
        }
    }

    [Fact]
    public void A_call_ends_in_time_or_its_deadline_comes_first_and_never_both()
    {
        var call = new Call(new(_time, new()));
        call.Start();
        _time.Advance(Timeout - TimeSpan.FromSeconds(1));
        Assert.True(call.TryEndNow());
        _time.Advance(Timeout);
        Assert.Equal((0, false), (call.TimesOver, call.IsTimedOut));

        call.Start();
        var token = call.Token;
        _time.Advance(Timeout);
        Assert.False(call.TryEndNow());
        Assert.Equal((1, true, true), (call.TimesOver, call.IsTimedOut, token.IsCancellationRequested));
    }

    [Fact]
    public void A_call_that_has_ended_is_not_cancelled_any_more()
    {
        var call = new Call(new(_time, new()));
        call.Start();
        var token = call.Token;
        Assert.True(call.TryEndNow());
        call.Cancel();
        Assert.False(token.IsCancellationRequested);
    }

    [Fact]
    public void A_call_can_begin_with_a_cancelled_token()
    {
        var call = new Call(new(_time, new()));
        call.Start(cancelled: true);
        Assert.True(call.Token.IsCancellationRequested);
        Assert.False(call.Restart());
    }

    [Fact]
    public async Task A_call_has_ended_when_its_scope_is_disposed_and_the_methods_own_error_counts()
    {
        var disposed = 0;
        await using var root = new ServiceCollection()
            .AddHttpContextAccessor().AddSingleton<QueueRunOptions>().AddScoped<ScopeContext>()
            .AddScoped(_ => new Disposed(() => disposed++)).BuildServiceProvider();
        foreach (var (thrown, expected) in new (Exception?, Type)[] { (null, typeof(NotSupportedException)), (new InvalidOperationException(), typeof(InvalidOperationException)) })
        {
            var scope = CallScope.Create(root, new UserContext("ann"));
            scope.Services.GetRequiredService<Disposed>();
            Assert.Equal("ann", scope.Services.GetRequiredService<ScopeContext>().UserId);

            var running = CallScope.Invoke(error => error is null ? default : throw error, thrown);
            Assert.IsType(expected, await scope.EndAsync(running));
        }

        Assert.Equal(2, disposed);
    }

    [Fact]
    public async Task The_next_message_waits_when_too_many_methods_are_late()
    {
        var gate = new Lock();
        var late = new LateCalls(gate);
        for (var i = 1; i <= 8; i++)
        {
            Assert.Null(late.RoomAsync());
            lock (gate) late.Add($"Late.Number{i}");
        }

        Assert.Equal("Late.Number8", late.Name);
        var room = late.RoomAsync();
        Assert.True(late.IsMessageHeld);
        Assert.False(room!.IsCompleted);
        late.Remove();
        await room;
        Assert.False(late.IsMessageHeld);
        Assert.Null(late.RoomAsync());
    }

    [Fact]
    public async Task Nobody_waits_for_late_methods_once_they_are_given_up()
    {
        var gate = new Lock();
        var late = new LateCalls(gate);
        lock (gate)
        {
            for (var i = 0; i < 8; i++) late.Add("Late.Method");
        }

        var room = late.RoomAsync();
        lock (gate) late.GiveUp();
        await room!;
        Assert.True(late.IsFull);
        Assert.Null(late.RoomAsync());
    }
}
