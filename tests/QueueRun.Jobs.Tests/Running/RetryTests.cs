using Microsoft.Extensions.DependencyInjection;
using QueueRun.Testing;

namespace QueueRun.Jobs.Tests.Running;

/// <summary>Delays, retries with backoff, time. On a clock that the tests move.</summary>
public sealed class RetryTests : Running
{
    [Fact]
    public async Task A_job_is_done_when_it_is_pushed_and_a_delayed_one_at_its_time()
    {
        await PushAsync("later", new() { Delay = Seconds(90) });
        await PushAsync("now");
        Assert.Equal(["0: now 1"], Record.Lines);
        await Sockets.AdvanceAsync(Seconds(89.999));
        Assert.Single(Record.Lines);
        await Sockets.AdvanceAsync(Seconds(0.001));
        Assert.Equal(["0: now 1", "90: later 1"], Record.Lines);
    }

    [Fact]
    public async Task A_send_of_a_client_completes_when_the_job_is_done()
    {
        await using var ann = await Sockets.ConnectAsync("ann");
        await ann.SendAsync(new { action = "push", name = "asked" });
        Assert.Equal(["0: asked 1"], Record.Lines);
    }

    [Fact]
    public async Task A_job_that_fails_is_tried_again_after_twice_the_time_each_time()
    {
        Record.Do = static (_, name, _) => throw new InvalidOperationException($"No {name} today.");
        var id = await PushAsync("bread");
        await Sockets.AdvanceAsync(Seconds(7.9));
        Assert.Equal(["0: bread 1"], Record.Lines);
        await Sockets.AdvanceAsync(Seconds(4.2)); // 10 s, plus or minus a fifth
        Assert.Equal(2, Record.Lines.Length);
        await Sockets.AdvanceAsync(Seconds(11.8));
        Assert.Equal(2, Record.Lines.Length);
        await Sockets.AdvanceAsync(Seconds(14));
        Assert.Equal(3, Record.Lines.Length);
        Assert.EndsWith(": bread 3", Record.Lines[2], StringComparison.Ordinal);

        await Sockets.AdvanceAsync(TimeSpan.FromHours(0.9));
        Assert.Equal(3, Record.Lines.Count(line => line.Contains("bread", StringComparison.Ordinal)));
        var failed = Assert.Single(await Admin.GetFailedAsync(cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal((id, "do_work", 3, Midnight), (failed.Id, failed.Queue, failed.Attempts, failed.QueuedAt));
        Assert.StartsWith("System.InvalidOperationException: No bread today.", failed.Error, StringComparison.Ordinal);
        Assert.Equal("""{"name":"bread"}"""u8, failed.Payload.Span);
    }

    [Fact]
    public async Task Failed_jobs_are_forgotten_after_their_time()
    {
        await using var host = await StartAsync(options => (options.MaxAttempts, options.FailedJobRetention) = (1, TimeSpan.FromHours(5)));
        host.Services.GetRequiredService<Record>().Do = static (_, name, _)
            => name == "bread" ? throw new InvalidOperationException("no") : Task.CompletedTask;
        await PushAsync(host, "bread");
        var admin = host.Services.GetRequiredService<IQueueAdmin>();
        await host.Sockets.AdvanceAsync(TimeSpan.FromHours(4.9));
        Assert.Single(await admin.GetFailedAsync(cancellationToken: TestContext.Current.CancellationToken));
        await host.Sockets.AdvanceAsync(TimeSpan.FromHours(1.2));
        Assert.Empty(await admin.GetFailedAsync(cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_job_that_waits_to_be_tried_again_holds_up_those_behind_it_until_it_has_failed_for_good()
    {
        Record.Do = static (_, name, _) => name == "first" ? throw new InvalidOperationException("no") : Task.CompletedTask;
        await PushAsync("first", new() { Key = "line" });
        await PushAsync("second", new() { Key = "line" });
        await PushAsync("other");
        await Sockets.AdvanceAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(["first 1", "other 1", "first 2", "first 3", "second 1"], Record.Lines.Select(line => line.Split(": ")[1]));
    }

    [Fact]
    public async Task A_job_has_its_time_and_is_tried_again_when_it_has_really_ended()
    {
        var gate = new TestSignal();
        Record.Do = async (job, _, token) =>
        {
            if (job.Attempt > 1) return;
            await using var cancelled = token.Register(() => Record.Add("cancelled"));
            await gate.WaitAsync(CancellationToken.None); // ignores its token
        };
        await PushAsync("slow");
        await Sockets.AdvanceAsync(Seconds(59.999));
        Assert.Equal(["0: slow 1"], Record.Lines);
        await Sockets.AdvanceAsync(Seconds(0.001));
        Assert.Equal(["0: slow 1", "60: cancelled"], Record.Lines);

        await Sockets.AdvanceAsync(TimeSpan.FromMinutes(30));
        Assert.Equal(2, Record.Lines.Length);
        Assert.Equal(1, (await Admin.GetQueuesAsync(TestContext.Current.CancellationToken)).Single(queue => queue.Name == "do_work").Running);

        gate.Set();
        await Sockets.AdvanceAsync(Seconds(12));
        Assert.EndsWith("slow 2", Record.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_gives_up_at_its_time_was_late_however_it_ends()
    {
        Record.Do = static async (job, _, token) =>
        {
            if (job.Attempt == 1) await new TestSignal().WaitAsync(token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        };
        await PushAsync("polite");
        await Sockets.AdvanceAsync(Seconds(75));
        Assert.Equal(2, Record.Lines.Length);
        Assert.EndsWith("polite 2", Record.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_more_run_at_a_time_than_may()
    {
        await using var host = await StartAsync(options => options.MaxConcurrentJobs = 2);
        var record = host.Services.GetRequiredService<Record>();
        List<TestSignal> gates = [];
        record.Do = (_, _, _) =>
        {
            var gate = new TestSignal();
            lock (gates) gates.Add(gate);
            return gate.WaitAsync(CancellationToken.None);
        };
        for (var i = 0; i < 5; i++) await PushAsync(host, $"{i}");
        for (var done = 0; done < 5; done++)
        {
            await Patience.EventuallyAsync(() => Task.FromResult(gates.Count), count => count == Math.Min(5, done + 2));
            gates[done].Set();
        }
    }

    [Fact]
    public async Task A_process_that_only_pushes_does_nothing()
    {
        await using var host = await StartAsync(options => options.MaxConcurrentJobs = 0);
        await PushAsync(host, "never");
        await host.Sockets.AdvanceAsync(TimeSpan.FromHours(3));
        Assert.Empty(host.Services.GetRequiredService<Record>().Lines);
        Assert.Equal(1, (await host.Services.GetRequiredService<IQueueAdmin>().GetQueuesAsync(TestContext.Current.CancellationToken))
            .Single(queue => queue.Name == "do_work").Waiting);
    }

    [Fact]
    public async Task A_handler_says_that_no_further_attempt_could_end_otherwise()
    {
        Record.Do = static (_, name, _) => throw new JobFailedException($"There is no {name}.");
        var id = await PushAsync("address");
        await Sockets.AdvanceAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(["0: address 1"], Record.Lines);
        var failed = Assert.Single(await Admin.GetFailedAsync(cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal((id, 1), (failed.Id, failed.Attempts));
        Assert.StartsWith("QueueRun.JobFailedException: There is no address.", failed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_that_cannot_be_written_down_costs_no_place()
    {
        await using var host = await StartAsync(options => (options.MaxConcurrentJobs, options.MaxAttempts) = (1, 1));
        host.Services.GetRequiredService<Record>().Do = static (_, name, _) => name == "bad" ? throw new UnspeakableException() : Task.CompletedTask;
        for (var i = 0; i < 3; i++) await PushAsync(host, "bad");
        await PushAsync(host, "good");
        Assert.Equal("0: good 1", host.Services.GetRequiredService<Record>().Lines[^1]);
        var failed = await host.Services.GetRequiredService<IQueueAdmin>().GetFailedAsync(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(3, failed.Count);
        Assert.All(failed, job => Assert.Equal($"{typeof(UnspeakableException)}; its text cannot be read.", job.Error));
    }

    private sealed class UnspeakableException : Exception
    {
        public override string Message => throw new InvalidOperationException("It has no words.");
    }

    [Fact]
    public async Task A_job_that_waits_can_be_taken_back()
    {
        var first = await PushAsync("first", new() { Delay = Seconds(60), Key = "line" });
        await PushAsync("second", new() { Key = "line" });
        var reminder = await PushAsync("reminder", new() { Delay = Seconds(30) });
        Assert.Empty(Record.Lines);
        Assert.True(await Admin.DeleteAsync(first, TestContext.Current.CancellationToken));
        Assert.True(await Admin.DeleteAsync(reminder, TestContext.Current.CancellationToken));
        Assert.False(await Admin.DeleteAsync(reminder, TestContext.Current.CancellationToken));
        await Sockets.AdvanceAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(["0: second 1"], Record.Lines);
    }

    [Fact]
    public async Task Options_out_of_range_are_refused()
    {
        var tooLarge = await Assert.ThrowsAsync<ArgumentException>(() => PushAsync(new string('x', 1_048_576)));
        Assert.StartsWith("The job takes 1048587 bytes, more than MaxJobSize (1048576)", tooLarge.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => PushAsync("x", new() { Key = "\ud800" }));
        await PushAsync("x", new() { Key = "\ufffd 👋", Delay = Seconds(1000) });

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => PushAsync("x", new() { Delay = Seconds(-1) }));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => PushAsync("x", new() { Delay = TimeSpan.FromDays(367) }));
        var tooLong = await Assert.ThrowsAsync<ArgumentException>(() => PushAsync("x", new() { Key = new('k', 201) }));
        Assert.StartsWith("Key has 201 characters: it must have 1 to 200, or be null.", tooLong.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => PushAsync("x", new() { DeduplicationId = "" }));
        await Assert.ThrowsAsync<ArgumentNullException>(() => PushAsync(null));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(()
            => Host.Services.GetRequiredService<IQueues>().PushAsync(new Work("x"), cancellationToken: new(canceled: true)).AsTask());
        Assert.Throws<ArgumentException>(() => Host.Services.GetRequiredService<IQueues>().For(""));
        Assert.Empty(Record.Lines);
    }
}
