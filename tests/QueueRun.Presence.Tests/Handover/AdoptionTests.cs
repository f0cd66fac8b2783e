using QueueRun.Presence.Tests.Simulation;

namespace QueueRun.Presence.Tests.Handover;

/// <summary>A user whose hooks this process calls after another, or hands over to another.</summary>
public class AdoptionTests
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData(true, true, "", "online@100")]
    [InlineData(true, false, "on@100", "online@100")]
    [InlineData(true, null, "on@100?", "online@100")]
    [InlineData(false, true, "off@100", "offline@100")]
    [InlineData(false, false, "", "offline@100")]
    [InlineData(false, null, "off@100?", "offline@100")]
    public void What_was_told_decides_what_is_called(bool isOnline, bool? told, string calls, string reports) => Turns.Play(turns =>
    {
        using var process = new OneOfSeveral(turns);
        process.Adopt(isOnline, 100, told, toldNumber: 90);
        Assert.Equal((calls, reports), (process.Calls, process.Reports));
        Assert.Equal((isOnline, !isOnline), (process.IsOnline, process.IsForgotten));
    });

    [Theory]
    [InlineData(true, "off@101", "online@100 offline@101")]
    [InlineData(false, "on@100 off@101", "online@100 offline@101")]
    [InlineData(null, "on@100? off@101", "online@100 offline@101")]
    public void Who_has_left_is_offline_after_the_delay(bool? told, string calls, string reports) => Turns.Play(turns =>
    {
        using var process = new OneOfSeveral(turns, Delay) { Next = 101 };
        process.Adopt(isOnline: true, 100, told, toldNumber: 90, isPresent: false);
        process.Pass(4.9);
        Assert.True(process.IsOnline);
        process.Pass(0.1);
        Assert.Equal((calls, reports), (process.Calls, process.Reports));
        Assert.True(process.IsForgotten);
    });

    [Fact]
    public void Who_comes_back_within_the_delay_stays_online() => Turns.Play(turns =>
    {
        using var process = new OneOfSeveral(turns, Delay);
        process.Adopt(isOnline: true, 100, told: true, toldNumber: 100, isPresent: false);
        process.Join(101);
        process.Pass(60);
        Assert.True(process.IsOnline);
        Assert.Equal(("", "online@101"), (process.Calls, process.Reports));
    });

    [Fact]
    public void When_the_program_stops_there_is_no_delay() => Turns.Play(turns =>
    {
        using var process = new OneOfSeveral(turns, Delay) { Next = 101 };
        process.Stop();
        process.Adopt(isOnline: true, 100, told: true, toldNumber: 100, isPresent: false);
        process.Pass(0);
        Assert.Equal("off@101", process.Calls);
        Assert.True(process.IsForgotten);
    });

    [Fact]
    public void What_is_known_to_be_told_is_not_reported_again() => Turns.Play(turns =>
    {
        using var process = new OneOfSeveral(turns);
        process.Adopt(isOnline: true, 100, told: true, toldNumber: 100);
        Assert.Equal(("", ""), (process.Calls, process.Reports));
        process.Leave(110);
        Assert.Equal(("off@110", "offline@110"), (process.Calls, process.Reports));
    });

    [Fact]
    public void A_first_message_waits_for_what_was_not_told() => Turns.Play(turns =>
    {
        using var process = new OneOfSeveral(turns);
        process.Hold();
        process.Adopt(isOnline: true, 100, told: null, toldNumber: 90);
        var first = process.FirstMessage();
        Assert.False(first.IsCompleted);
        process.LetGo();
        Assert.True(first.IsCompleted);
    });

    [Fact]
    public void A_call_has_a_higher_number_than_those_of_the_process_before() => Turns.Play(turns =>
    {
        // The other process has called hooks for rooms since its last change.
        using var process = new OneOfSeveral(turns);
        process.Adopt(isOnline: true, 100, told: false, toldNumber: 105);
        Assert.Equal(("on@106", "online@106"), (process.Calls, process.Reports));
    });

    [Fact]
    public void A_hook_that_runs_when_its_user_is_handed_over_ends_and_is_reported() => Turns.Play(turns =>
    {
        using var process = new OneOfSeveral(turns, online: "a b");
        process.Hold();
        process.Join(100);
        process.LetGo(holdNext: true);
        process.Resign();
        Assert.False(process.Token.IsCancellationRequested || process.IsForgotten || process.IsOnline);

        process.LetGo();
        Assert.Equal(("a@100 b@100", "online@100"), (process.Calls, process.Reports));
        Assert.True(process.IsForgotten);
    });

    [Fact]
    public void What_waits_when_its_user_is_handed_over_is_the_others_to_call() => Turns.Play(turns =>
    {
        using var process = new OneOfSeveral(turns, room: "room");
        process.Forbid();
        process.Join(100);
        process.Enter("lobby");
        var first = process.FirstMessage();
        Assert.False(first.IsCompleted);
        process.Resign();
        Assert.True(first.IsCompleted);

        process.Allow();
        Assert.Equal(("", ""), (process.Calls, process.Reports));
        Assert.True(process.IsForgotten);
    });

    [Fact]
    public void Handed_over_in_the_delay_the_user_is_never_offline_here() => Turns.Play(turns =>
    {
        using var process = new OneOfSeveral(turns, Delay) { Next = 110 };
        process.Join(100);
        process.Leave(105);
        process.Resign();
        process.Pass(60);
        Assert.Equal(("on@100", "online@100"), (process.Calls, process.Reports));
        Assert.True(process.IsForgotten);
    });

    [Fact]
    public void Rooms_of_those_whose_hooks_another_process_calls_are_not_told() => Turns.Play(turns =>
    {
        using var process = new OneOfSeveral(turns, room: "room");
        process.Enter("lobby");
        process.Hold();
        process.Join(100);
        process.Resign();
        process.Enter("lobby");
        process.LetGo();
        process.Exit("lobby");
        process.Resign();
        Assert.Equal("on@100", process.Calls);
    });

    [Theory]
    [InlineData(null, 90, 130, "on@100", "online@100 online@130")]          // it is not known, and then it is: this process's own call
    [InlineData(false, 90, 130, "on@100", "online@100 online@130")]
    [InlineData(false, 120, 130, "on@100 on@130", "online@100 online@130")] // the other has told offline since
    [InlineData(null, 120, 130, "on@100 on@130?", "online@100 online@130")]
    [InlineData(true, 130, 130, "on@100", "online@100")]
    public void Adopted_again_while_its_own_hook_still_runs(bool? told, long toldNumber, long number, string calls, string reports) => Turns.Play(turns =>
    {
        using var process = new OneOfSeveral(turns);
        process.Hold();
        process.Join(100);
        process.Resign();
        process.Adopt(isOnline: true, number, told, toldNumber);
        Assert.Equal("on@100", process.Calls);

        process.LetGo();
        Assert.Equal((calls, reports), (process.Calls, process.Reports));
    });

    [Theory]
    [InlineData(null, 90, "on@100 off@120", "online@100 offline@120 offline@140")]
    [InlineData(true, 130, "on@100 off@120 off@140", "online@100 offline@120 offline@140")]
    [InlineData(null, 130, "on@100 off@120 off@140?", "online@100 offline@120 offline@140")]
    public void Adopted_again_offline_while_its_own_offline_hook_still_runs(bool? told, long toldNumber, string calls, string reports) => Turns.Play(turns =>
    {
        using var process = new OneOfSeveral(turns);
        process.Join(100);
        process.Hold();
        process.Leave(120);
        process.Resign();
        process.Adopt(isOnline: false, 140, told, toldNumber);
        process.LetGo();
        Assert.Equal((calls, reports), (process.Calls, process.Reports));
        Assert.True(process.IsForgotten);
    });

    [Fact]
    public void A_user_who_comes_as_a_new_one_while_the_old_hook_still_runs_is_told_online() => Turns.Play(turns =>
    {
        using var process = new OneOfSeveral(turns);
        process.Hold();
        process.Join(100);
        process.Resign();
        process.Join(130);
        process.LetGo();
        Assert.Equal(("on@100 on@130", "online@100 online@130"), (process.Calls, process.Reports));
    });

    [Fact]
    public void Hooks_of_which_not_all_were_called_may_repeat() => Turns.Play(turns =>
    {
        using var process = new OneOfSeveral(turns, online: "a b");
        process.Hold();
        process.Join(100);
        process.Resign();
        process.Adopt(isOnline: true, 130, told: false, toldNumber: 90);
        process.LetGo();
        Assert.Equal(("a@100 a@130? b@130?", "online@130"), (process.Calls, process.Reports));
    });

    [Fact]
    public void A_call_that_waited_is_void_if_others_have_called_since() => Turns.Play(turns =>
    {
        using var process = new OneOfSeveral(turns, online: "a b");
        process.Hold();
        process.Join(100);
        process.Forbid();
        process.Resign();
        process.Adopt(isOnline: false, 130, told: false, toldNumber: 130);
        process.LetGo();
        process.Allow();
        Assert.Equal(("a@100", ""), (process.Calls, process.Reports));
        Assert.True(process.IsForgotten);
    });

    [Theory]
    [InlineData(null, 0, "on@100", "online@100 online@130")]
    [InlineData(false, 90, "on@100", "online@100 online@130")]
    [InlineData(false, 120, "on@100 on@130", "online@100 online@130")]
    [InlineData(null, 120, "on@100 on@130?", "online@100 online@130")]
    public void Adopted_by_the_process_that_had_the_user_all_the_time(bool? told, long toldNumber, string calls, string reports) => Turns.Play(turns =>
    {
        // The record was lost and is made anew: what this process has called is known here, unless another has called since.
        foreach (var stillRuns in (bool[])[false, true])
        {
            using var process = new OneOfSeveral(turns);
            if (stillRuns) process.Hold();
            process.Join(100);
            process.Adopt(isOnline: true, 130, told, toldNumber);
            process.LetGo();
            Assert.Equal((calls, reports), (process.Calls, process.Reports));
        }
    });

    [Fact]
    public void Adopted_while_leaving_is_told_nothing_is_left_out() => Turns.Play(turns =>
    {
        using var process = new OneOfSeveral(turns, room: "room");
        process.Join(100);
        process.Enter("lobby");
        process.Enter("kitchen");
        process.Hold();
        process.Leave(200);
        process.Adopt(isOnline: true, 300, told: null, toldNumber: 0);
        process.LetGo();
        Assert.Equal("on@100 room+lobby@101 room+kitchen@102 room-lobby@200 room-kitchen@300 off@301 on@302", process.Calls);
        Assert.Equal("online@100 offline@301 online@302", process.Reports);
    });

    [Theory]
    [InlineData(true, 90, "", "online@100")]
    [InlineData(true, 95, "", "online@100")]
    [InlineData(false, 95, "on@100", "online@100")]
    [InlineData(null, 90, "on@100?", "online@100")]
    public void What_becomes_known_while_it_may_not_call_counts(bool? told, long toldNumber, string calls, string reports) => Turns.Play(turns =>
    {
        using var process = new OneOfSeveral(turns);
        process.Forbid();
        process.Adopt(isOnline: true, 100, told: null, toldNumber: 90);
        process.Adopt(isOnline: true, 100, told, toldNumber);
        process.Allow();
        Assert.Equal((calls, reports), (process.Calls, process.Reports));
    });
}
