namespace QueueRun.Redis.Tests;

/// <summary>The rules by which the simulation and the chaos runs judge hooks find what they are to find, and nothing else.</summary>
public class HookRulesTests
{
    private sealed record Call(bool IsOn, long Number, int From, int To, bool MayRepeat = false) : IHookCall
    {
        public TimeSpan Start => TimeSpan.FromSeconds(From);

        public TimeSpan End => TimeSpan.FromSeconds(To);
    }

    [Fact]
    public void Calls_that_alternate_and_end_as_they_should_are_right()
    {
        Assert.Empty(HookRules.Check<Call>([new(true, 1, 0, 1), new(false, 2, 1, 2), new(true, 5, 3, 4)], isOn: true));
        Assert.Empty(HookRules.Check<Call>([], isOn: false));
    }

    [Fact]
    public void A_repeated_call_is_wrong_unless_it_says_that_it_may_repeat()
    {
        var fault = Assert.Single(HookRules.Check<Call>([new(true, 1, 0, 1), new(true, 2, 2, 3)], isOn: true));
        Assert.Equal((HookRule.Alternate, 1L, 2L), (fault.Rule, fault.Before!.Number, fault.Call!.Number));
        Assert.Empty(HookRules.Check<Call>([new(true, 1, 0, 1), new(true, 2, 2, 3, MayRepeat: true)], isOn: true));
    }

    [Fact]
    public void A_number_that_does_not_rise_is_wrong()
        => Assert.Equal(HookRule.NumbersRise, Assert.Single(HookRules.Check<Call>([new(true, 7, 0, 1), new(false, 7, 2, 3)], isOn: false)).Rule);

    [Fact]
    public void A_last_call_that_is_not_the_truth_is_wrong()
    {
        Assert.Equal(HookRule.LastIsTrue, Assert.Single(HookRules.Check<Call>([new(true, 1, 0, 1)], isOn: false)).Rule);
        Assert.Null(Assert.Single(HookRules.Check<Call>([], isOn: true)).Call);
        Assert.Empty(HookRules.Check<Call>([new(true, 1, 0, 1)], isOn: null));
    }

    [Fact]
    public void Calls_at_the_same_time_are_wrong_also_if_others_are_between_them()
    {
        Call[] calls = [new(true, 1, 0, 9), new(false, 2, 1, 2), new(true, 3, 3, 4), new(false, 4, 9, 10)];
        Assert.Equal([(1L, 2L), (1L, 3L)], HookRules.Overlaps(calls).Select(fault => (fault.Before!.Number, fault.Call!.Number)));
    }
}
