namespace QueueRun.Jobs.Tests.Running;

/// <summary>Sending from jobs.</summary>
public sealed class ScheduledSendTests : Running
{
    [Fact]
    public async Task A_scheduled_job_sends_to_users_it_names()
    {
        await using var phone = await Sockets.ConnectAsync("ann");
        await using var laptop = await Sockets.ConnectAsync("ann");
        await using var other = await Sockets.ConnectAsync("bob");
        await Sockets.AdvanceAsync(TimeSpan.FromHours(9));
        await phone.ExpectAsync(new { digest = "for ann" });
        await laptop.ExpectAsync(new { digest = "for ann" });
        await other.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_scheduled_job_that_names_nobody_fails_and_says_what_to_do()
    {
        await Sockets.AdvanceAsync(TimeSpan.FromHours(10.5));
        var failed = Assert.Single(await Admin.GetFailedAsync(cancellationToken: TestContext.Current.CancellationToken));
        Assert.EndsWith(".Unaddressed", failed.Queue, StringComparison.Ordinal);
        Assert.Contains("There is no recipient", failed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_job_of_the_seed_tells_the_members_of_a_room()
    {
        await using var ann = await Sockets.ConnectAsync("ann");
        await using var bob = await Sockets.ConnectAsync("bob");
        await using var eve = await Sockets.ConnectAsync("eve");
        await ann.SendAsync(new { action = "chat", roomId = "1", message = "Hello" });
        await ann.ExpectAsync(new { @event = "message", message = "Hello" });
        await bob.ExpectAsync(new { @event = "message", message = "Hello" });
        await ann.SendAsync(new { action = "chat", roomId = "nowhere", message = "Hello" });
        await ann.ExpectNothingAsync();
        await eve.ExpectNothingAsync();
    }
}
