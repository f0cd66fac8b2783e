namespace QueueRun.Runtime.Tests;

/// <summary>What a send returns.</summary>
public class SendResultTests
{
    [Fact]
    public void Without_a_value_it_reached_nobody_and_missed_nobody()
    {
        SendResult none = default;
        Assert.Equal(0, none.Recipients);
        Assert.Empty(none.Offline);
        Assert.Empty(none.Unknown);
        Assert.True(none.IsComplete);
        none.ThrowIfIncomplete();
        Assert.Equal(none, new SendResult(0, []));
        Assert.Equal(none, new SendResult { Offline = [], Unknown = [], IsComplete = true });
        Assert.Equal(none.GetHashCode(), new SendResult(0, []).GetHashCode());
    }

    [Fact]
    public void Lists_are_never_null()
    {
        var result = new SendResult(1, null!) { Unknown = null! };
        Assert.Empty(result.Offline);
        Assert.Empty(result.Unknown);
        var (recipients, offline) = result;
        Assert.Equal(1, recipients);
        Assert.Empty(offline);
    }

    [Fact]
    public void An_incomplete_one_says_so()
    {
        var result = new SendResult(1, ["bob"]) { Unknown = ["cat"], IsComplete = false };
        Assert.False(result.IsComplete);
        Assert.Equal(["bob"], result.Offline);
        Assert.Equal(["cat"], result.Unknown);
        var error = Assert.Throws<ClusterUnavailableException>(result.ThrowIfIncomplete);
        Assert.Equal(
            "The message was put into the outboxes of this process. Another process could not be reached, so it is not known whether its connections received the message.",
            error.Message);
        Assert.Null(error.InnerException);
        (result with { IsComplete = true }).ThrowIfIncomplete();
    }

    [Fact]
    public void Each_part_counts_when_two_are_compared()
    {
        string[] offline = ["bob"], unknown = ["cat"];
        var result = new SendResult(1, offline) { Unknown = unknown, IsComplete = false };
        Assert.Equal(result, new SendResult(1, offline) { Unknown = unknown, IsComplete = false });
        Assert.NotEqual(result, result with { Recipients = 2 });
        Assert.NotEqual(result, result with { Offline = [] });
        Assert.NotEqual(result, result with { Unknown = [] });
        Assert.NotEqual(result, result with { IsComplete = true });
    }

    [Fact]
    public void Other_processes_that_cannot_be_reached_are_named_with_or_without_a_cause()
    {
        Assert.Equal("The other processes of the program cannot be reached now.", new ClusterUnavailableException().Message);
        var cause = new TimeoutException();
        var error = new ClusterUnavailableException("Who is in the room is not known.", cause);
        Assert.Equal("Who is in the room is not known.", error.Message);
        Assert.Same(cause, error.InnerException);
    }
}
