using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>Retries, what is kept, and a queue that is full. A server for each test, with a store on disk.</summary>
public abstract class FailedJobTests(ServerHost host) : BehaviourTests(host)
{
    private readonly string _folder = Directory.CreateTempSubdirectory("queuerun-jobs-").FullName;

    protected override string[]? Options =>
    [
        $"--Jobs:Database={Path.Combine(_folder, "jobs.db")}", "--QueueRun:RetryDelay=00:00:00.001", "--QueueRun:MaxAttempts=3", "--QueueRun:MaxWaitingJobs=2",
    ];

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_job_that_throws_is_tried_again_then_kept_and_tried_again_by_hand()
    {
        var (_, id) = await Server.PostAsync("/push?key=broken&text=bad&trouble=throw");
        await Server.ExpectJournalAsync("broken", "bad begins, attempt 1", "bad begins, attempt 2", "bad begins, attempt 3");
        var failed = await Patience.EventuallyAsync(
            () => Server.Http.GetStringAsync("/failed?queue=do_chore"), said => said.Contains(id, StringComparison.Ordinal));
        Assert.StartsWith($$"""{{id}} after 3: {"key":"broken","text":"bad","trouble":"throw"} System.InvalidOperationException: Trouble with bad.""", failed, StringComparison.Ordinal);

        Assert.Equal((200, "again"), await Server.PostAsync($"/failed/{id}/retry"));
        await Patience.EventuallyAsync(() => Server.JournalAsync("broken"), lines => lines.Length == 6);
        await Patience.EventuallyAsync(() => Server.Http.GetStringAsync("/failed?queue=do_chore"), said => said.Contains(id, StringComparison.Ordinal));

        using var deleted = await Server.Http.DeleteAsync($"/failed/{id}", TestContext.Current.CancellationToken);
        Assert.Equal("gone", await deleted.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("", await Server.Http.GetStringAsync("/failed?queue=do_chore", TestContext.Current.CancellationToken));
        Assert.Equal((200, "no such job"), await Server.PostAsync($"/failed/{id}/retry"));
    }

    [Fact]
    public async Task A_job_that_is_late_is_cancelled_and_tried_again_when_it_has_ended()
    {
        await Server.StopAsync(); // the two would share the store
        await using var server = await Host.StartAsync([.. Options!, "--QueueRun:JobTimeout=00:00:00.2"]);
        await server.PostAsync("/push?key=deaf&text=late&trouble=deaf");
        await Patience.EventuallyAsync(() => server.LogsAsync("exceeded its timeout"), said => said.Length > 0);
        await server.ExpectJournalAsync("deaf", "late begins, attempt 1");
        await server.OpenGateAsync("deaf");

        // What ends in time on a quick machine may be late again on a slow one.
        var lines = await Patience.EventuallyAsync(() => server.JournalAsync("deaf"), lines => lines.Length >= 4);
        Assert.Equal(["late begins, attempt 1", "late ends", "late begins, attempt 2", "late ends"], lines[..4]);
    }

    [Fact]
    public async Task A_full_queue_is_an_error_at_once()
    {
        await using var client = await Server.ConnectAsUserAsync("ann");
        await client.SendJsonAsync(new { test = "push", chore = new { key = "full", text = "1" }, delaySeconds = 1000 });
        await client.SendJsonAsync(new { test = "push", chore = new { key = "full", text = "2" }, delaySeconds = 1000 });
        await client.ReceiveAsync();
        await client.ReceiveAsync();
        Assert.Equal(
            (409, "QueueFullException: The queue do_chore is full: 2 jobs wait in it, as many as MaxWaitingJobs allows."),
            await Server.PostAsync("/push?key=full&text=3"));
        Assert.Contains("QueueStatus { Name = do_chore, Waiting = 2, Running = 0, Failed = 0, HasHandler = True }",
            await Server.Http.GetStringAsync("/queues", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_waits_outlives_the_program()
    {
        await using (var client = await Server.ConnectAsUserAsync("ann"))
        {
            await client.SendJsonAsync(new { test = "push", chore = new { key = "kept", text = "later" }, delaySeconds = 3 });
            await client.ReceiveAsync();
        }

        await Server.StopAsync();
        await using var next = await Host.StartAsync(Options!);
        await next.ExpectJournalAsync("kept", "later begins, attempt 1", "later ends");
    }

    [Fact]
    public async Task A_job_that_runs_when_the_program_stops_is_broken_off_and_done_at_the_next_start()
    {
        await Server.StopAsync(); // it would take the job up, if the next one starts slowly
        await using var server = await Host.StartAsync([.. Options!, "--QueueRun:ShutdownTimeout=00:00:04"]);
        await server.PostAsync("/push?key=stopped&text=long&trouble=wait");
        await server.ExpectJournalAsync("stopped", "long begins, attempt 1");
        await server.StopAsync();

        await using var next = await Host.StartAsync(Options!);
        await next.OpenGateAsync("stopped");
        await next.ExpectJournalAsync("stopped", "long begins, attempt 1", "long ends");
    }
}

public sealed class FailedJobsInProcess(InProcessHost host) : FailedJobTests(host);

public sealed class FailedJobsInBinary(BinaryHost host) : FailedJobTests(host);
