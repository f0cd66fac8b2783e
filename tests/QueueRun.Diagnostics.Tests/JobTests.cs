using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using QueueRun.Jobs;
using QueueRun.Tests;

namespace QueueRun.Diagnostics.Tests;

/// <summary>Jobs, seen by an operator.</summary>
public class JobTests
{
    [Fact]
    public async Task Jobs_are_counted_and_timed_by_queue_and_by_what_became_of_them()
    {
        await using var server = await WatchedServer.StartAsync(options => (options.MaxAttempts, options.MaxConcurrentJobs, options.MaxWaitingJobs) = (1, 1, 2));
        await using var client = await server.ConnectAsync("user=ann");
        await PushAsync(client, "wait");
        await server.HandlerWaitsAsync();
        await PushAsync(client, "fail");
        await PushAsync(client, "go");
        Assert.Equal("full", await PushAsync(client, "too much"));
        await server.Meters.ExpectAsync("queuerun.job.waiting_jobs", ("queue=errands", 2));
        await server.Meters.ExpectAsync("queuerun.job.running_jobs", ("queue=errands", 1));
        await server.Meters.ExpectAsync("queuerun.job.failed_jobs", ("queue=errands", 0));
        await server.Meters.ExpectAsync("queuerun.job.pushes", ("queue=errands outcome=ok", 3), ("queue=errands outcome=queue_full", 1));

        server.Time.Advance(TimeSpan.FromSeconds(7));
        server.OpenGate("wait");
        await server.Meters.ExpectAsync(
            "queuerun.job.duration", ("queue=errands outcome=ok", 7), ("queue=errands outcome=failed", 0));
        await server.Meters.ExpectCountAsync(
            "queuerun.job.duration", ("queue=errands outcome=ok", 2), ("queue=errands outcome=failed", 1));
        await server.Meters.ExpectAsync("queuerun.job.wait.duration", ("queue=errands", 14));
        await server.Meters.ExpectAsync("queuerun.job.waiting_jobs", ("queue=errands", 0));
        await server.Meters.ExpectAsync("queuerun.job.failed_jobs", ("queue=errands", 1));
    }

    [Fact]
    public async Task An_attempt_is_a_child_of_the_push_and_the_push_of_what_caused_it()
    {
        using Spans spans = new();
        await using var server = await WatchedServer.StartAsync();
        await using var client = await server.ConnectAsync("user=ann");
        var id = await PushAsync(client, "go");
        var job = await spans.SingleAsync("job errands");
        var push = await spans.SingleAsync("push errands");
        var message = await spans.SingleAsync("[what]/do=push");
        Assert.Equal((ActivityKind.Producer, message.Id), (push.Kind, push.ParentId));
        Assert.Equal((ActivityKind.Consumer, push.Id, true), (job.Kind, job.ParentId, job.HasRemoteParent));
        Assert.Equal(job.Id, server.Seen.Activities["errand go"]);
        Assert.Equal(
            [
                "messaging.message.body.size=13", $"messaging.message.id={id}", "messaging.operation.name=process", "messaging.operation.type=process",
                "messaging.system=queuerun", "queuerun.job.attempt=1", "queuerun.outcome=ok", "queuerun.queue=errands",
            ],
            job.TagObjects.Select(tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal));
        Assert.Equal(
            [
                $"messaging.message.id={id}", "messaging.operation.name=push", "messaging.operation.type=send", "messaging.system=queuerun",
                "queuerun.queue=errands",
            ],
            push.TagObjects.Select(tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_failure_is_logged_with_the_job_and_its_span_has_no_words_of_it()
    {
        using Spans spans = new();
        await using var server = await WatchedServer.StartAsync(options => options.MaxAttempts = 2);
        await using var client = await server.ConnectAsync("user=ann");
        var id = await PushAsync(client, "fail");
        await spans.SingleAsync("job errands");
        await EntryAsync(server, 503, LogLevel.Warning, $"QueueRun.Diagnostics.Tests.Program.RunErrandAsync failed in attempt 1 of 2 at job {id}: the job is tried again in ");
        server.Time.Advance(TimeSpan.FromSeconds(10));
        await EntryAsync(server, 504, LogLevel.Error, $"QueueRun.Diagnostics.Tests.Program.RunErrandAsync failed in attempt 2, the last, at job {id}: the job is kept as failed");
        var attempts = await Patience.EventuallyAsync(() => Task.FromResult(spans.Ended("job errands")), ended => ended.Count == 2);
        Assert.All(attempts, span =>
        {
            Assert.Equal((ActivityStatusCode.Error, "System.InvalidOperationException"), (span.Status, span.GetTagItem("error.type")));
            Assert.DoesNotContain(span.TagObjects, tag => $"{tag.Value}".Contains("secret", StringComparison.Ordinal));
        });
        Assert.Equal(attempts[0].ParentId, attempts[1].ParentId);
    }

    [Fact]
    public async Task A_job_that_is_late_is_logged_when_its_time_is_over_and_measured_when_it_ends()
    {
        await using var server = await WatchedServer.StartAsync(options => options.MaxAttempts = 1);
        await using var client = await server.ConnectAsync("user=ann");
        var id = await PushAsync(client, "wait");
        await server.HandlerWaitsAsync();
        server.Time.Advance(TimeSpan.FromSeconds(60));
        await EntryAsync(server, 505, LogLevel.Warning, $"QueueRun.Diagnostics.Tests.Program.RunErrandAsync exceeded its timeout for job {id}, and is cancelled");
        await server.Meters.ExpectAsync("queuerun.job.duration", ("queue=errands outcome=timed_out", 60));
    }

    [Fact]
    public async Task The_start_says_that_jobs_are_in_memory()
    {
        await using var server = await WatchedServer.StartAsync();
        await EntryAsync(server, 500, LogLevel.Warning, "Jobs wait in memory only: they are lost when the program ends. AddQueueRun().AddSqlite(…) keeps them");
        var report = await server.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HealthStatus.Healthy, report.Status);
    }

    [Fact]
    public async Task Jobs_of_a_newer_version_are_told_of_once_and_the_rest_goes_on()
    {
        await using var server = await WatchedServer.StartAsync();
        await using var client = await server.ConnectAsync("user=ann");
        var store = server.Services.GetRequiredService<IJobStore>();
        var now = server.Time.GetUtcNow();
        for (var i = 0; i < 2; i++)
            await store.PushAsync(new("newer", null, null, null, default, now, now, null, null), TestContext.Current.CancellationToken);
        await PushAsync(client, "go");
        await server.Meters.ExpectCountAsync("queuerun.job.duration", ("queue=errands outcome=ok", 1));
        await EntryAsync(server, 502, LogLevel.Warning, "");
        Assert.Matches(
            "^[12] jobs wait in the queue newer, for which this program has no handler: they wait until a program with one starts$",
            Assert.Single(server.Logs.GetSnapshot(), entry => entry.Id.Id == 502).Message);
        Assert.Contains(
            new("newer", 2, 0, 0, false), await server.Services.GetRequiredService<IQueueAdmin>().GetQueuesAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_store_that_cannot_be_used_is_a_clear_error_and_degrades_the_health_until_it_can()
    {
        var folder = Directory.CreateTempSubdirectory("queuerun-health-").FullName;
        var file = Path.Combine(folder, "jobs.db");
        await using (var server = await WatchedServer.StartAsync(
            configure: builder => builder.Services.AddQueueRun().AddSqlite($"Data Source={file};Default Timeout=1")))
        {
            var queues = server.Services.GetRequiredService<IQueues>();
            await using (var other = new SqliteConnection($"Data Source={file};Pooling=False"))
            {
                await other.OpenAsync(TestContext.Current.CancellationToken);
                // An immediate transaction: no other connection can write.
                await using var transaction = await other.BeginTransactionAsync(TestContext.Current.CancellationToken);
                var error = await Assert.ThrowsAsync<JobStoreException>(
                    () => queues.PushAsync(new Errand("go"), cancellationToken: TestContext.Current.CancellationToken).AsTask());
                Assert.StartsWith($"The job store {file} is locked by another process for longer than 1 s: find the process that has it open.", error.Message, StringComparison.Ordinal);
                await HealthAsync(server, HealthStatus.Degraded);
                await server.Meters.ExpectAsync("queuerun.job.pushes", ("queue=errands outcome=failed", 1));
            }

            await HealthAsync(server, HealthStatus.Healthy);
            await queues.PushAsync(new Errand("go"), cancellationToken: TestContext.Current.CancellationToken);
            await server.Meters.ExpectCountAsync("queuerun.job.duration", ("queue=errands outcome=ok", 1));
        }

        Directory.Delete(folder, recursive: true);

        static Task HealthAsync(WatchedServer server, HealthStatus expected) => Patience.EventuallyAsync(
            () =>
            {
                server.Time.Advance(TimeSpan.FromSeconds(1)); // long enough for the next try after a failure
                return server.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
            },
            report => report.Status == expected, report => $"{report.Status}");
    }

    private static async Task<string> PushAsync(SocketClient client, string what)
    {
        await client.SendJsonAsync(new { @do = "push", what });
        return (await client.ReceiveAsync()).Text;
    }

    private static async Task EntryAsync(WatchedServer server, int id, LogLevel level, string text) => await Patience.EventuallyAsync(
        () => Task.FromResult(server.Logs.GetSnapshot().FirstOrDefault(entry => entry.Id.Id == id)),
        entry => entry is not null && entry.Level == level && entry.Message.StartsWith(text, StringComparison.Ordinal));
}
