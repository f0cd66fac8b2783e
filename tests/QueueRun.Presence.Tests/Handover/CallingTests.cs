using QueueRun.Presence.Tests.Simulation;

namespace QueueRun.Presence.Tests.Handover;

/// <summary>When a process may call hooks, with which numbers, and what it reports of it.</summary>
public class CallingTests
{
    [Fact]
    public void A_process_that_may_not_call_waits() => Turns.Play(turns =>
    {
        using var process = new OneOfSeveral(turns);
        process.Forbid();
        process.Join(100);
        var first = process.FirstMessage();
        Assert.Equal("", process.Calls);
        Assert.False(first.IsCompleted);
        Assert.True(process.IsOnline);

        process.Allow();
        Assert.True(first.IsCompleted);
        Assert.Equal(("on@100", "online@100"), (process.Calls, process.Reports));
    });

    [Fact]
    public void It_asks_before_each_hook() => Turns.Play(turns =>
    {
        using var process = new OneOfSeveral(turns, online: "a b");
        process.Hold();
        process.Join(100);
        process.Forbid();
        process.Allow();
        process.LetGo(holdNext: true);
        Assert.Equal("a@100 a@101?", process.Calls); // the first was cancelled, though the process may call again
        process.LetGo();
        Assert.Equal(("a@100 a@101? b@101?", "online@101"), (process.Calls, process.Reports));
    });

    [Fact]
    public void A_hook_that_fails_because_the_process_is_cut_off_is_called_again() => Turns.Play(turns =>
    {
        using var process = new OneOfSeveral(turns);
        process.Hold();
        process.Join(100);
        Assert.False(process.Token.IsCancellationRequested);
        process.Forbid();
        Assert.True(process.Token.IsCancellationRequested);
        process.LetGo();
        Assert.Equal(("on@100", ""), (process.Calls, process.Reports));

        process.Allow();
        Assert.Equal(("on@100 on@101?", "online@101"), (process.Calls, process.Reports));
        Assert.False(process.Token.IsCancellationRequested);
    });

    [Fact]
    public void The_state_that_is_true_then_is_told() => Turns.Play(turns =>
    {
        using var process = new OneOfSeveral(turns);
        process.Hold();
        process.Join(100);
        process.Forbid();
        process.Leave(110);
        process.LetGo();
        process.Allow();
        Assert.Equal(("on@100 off@110?", "offline@110"), (process.Calls, process.Reports));

        process.Join(120);
        process.Hold();
        process.Leave(130);
        process.Forbid();
        process.LetGo();
        process.Allow();
        Assert.Equal("on@100 off@110? on@120 off@130 off@131?", process.Calls);
        Assert.True(process.IsForgotten);
    });

    [Fact]
    public void A_change_that_is_undone_before_its_turn_is_reported_without_a_call() => Turns.Play(turns =>
    {
        using var process = new OneOfSeveral(turns);
        process.Hold();
        process.Join(100);
        process.Leave(110);
        process.Join(120);
        process.LetGo();
        Assert.Equal(("on@100", "online@100 online@120"), (process.Calls, process.Reports));

        process.Forbid();
        process.Leave(130);
        process.Join(140);
        process.Leave(150);
        process.Join(160);
        process.Allow();
        Assert.Equal(("on@100", "online@100 online@120 online@160"), (process.Calls, process.Reports));
    });

    [Fact]
    public void Who_has_come_and_gone_before_the_turn_is_reported_offline() => Turns.Play(turns =>
    {
        using var process = new OneOfSeveral(turns);
        process.Forbid();
        process.Join(100);
        process.Leave(110);
        Assert.False(process.IsForgotten);
        process.Allow();
        Assert.Equal(("", "offline@110"), (process.Calls, process.Reports));
        Assert.True(process.IsForgotten);
    });

    [Fact]
    public void Rooms_have_numbers_too_but_are_not_reported() => Turns.Play(turns =>
    {
        using var process = new OneOfSeveral(turns, room: "room");
        process.Join(100);
        process.Enter("lobby");
        process.Enter("kitchen");
        process.Exit("lobby");
        process.Leave(200);
        Assert.Equal("on@100 room+lobby@101 room+kitchen@102 room-lobby@103 room-kitchen@200 off@201", process.Calls);
        Assert.Equal("online@100 offline@201", process.Reports);
    });

    [Fact]
    public void In_one_process_numbers_rise_with_the_time_and_nothing_is_reported() => Turns.Play(turns =>
    {
        using var process = new OneOfSeveral(turns, online: "a b", room: "room");
        process.Join(0);
        Assert.Equal(process.Time.GetUtcNow(), DateTimeOffset.UnixEpoch.AddTicks(process.Numbers[0] * 10));
        process.Enter("lobby");
        process.Pass(1);
        process.Time.AdjustTime(process.Time.GetUtcNow().AddHours(-1));
        process.Leave(0);
        process.Join(0);
        process.Leave(0);
        Assert.Equal("", process.Reports);
        Assert.DoesNotContain("?", process.Calls, StringComparison.Ordinal);
        Assert.Equal(8, process.Numbers.Count);
        Assert.Equal(process.Numbers[0], process.Numbers[1]); // the hooks of one change
        Assert.Equal(process.Numbers[4], process.Numbers[3] + 1);
        Assert.Equal(process.Numbers[1..5].Distinct().Order(), process.Numbers[1..5]);

        process.Time.AdjustTime(process.Time.GetUtcNow().AddHours(1));
        using var next = new OneOfSeveral(turns, start: process.Time.GetUtcNow());
        next.Join(0);
        Assert.True(next.Numbers[0] > process.Numbers.Max());
    });
}
