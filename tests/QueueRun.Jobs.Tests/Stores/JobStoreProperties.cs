using CsCheck;
using Microsoft.Extensions.Time.Testing;
using QueueRun.Jobs.Tests.Sqlite;

namespace QueueRun.Jobs.Tests.Stores;

/// <summary>After any operations in any order, every store agrees with <see cref="StoreModel"/>.</summary>
public class JobStoreProperties
{
    private const int MaxWaiting = 8;

    private static readonly string[] Queues = ["mail", "sms"];

    private enum Kind
    {
        Push,
        Claim,
        Complete,
        Release,
        Fail,
        Pass,
        Retry,
        Delete,
        Prune,
    }

    /// <summary>A step: its kind, and numbers that pick its operands.</summary>
    private sealed record Step(Kind Kind, int A, int B, int C);

    private static readonly Gen<Step[]> Plans = Gen.Select(
        Gen.Frequency(
            (8, Gen.Const(Kind.Push)), (6, Gen.Const(Kind.Claim)), (3, Gen.Const(Kind.Complete)), (3, Gen.Const(Kind.Release)), (3, Gen.Const(Kind.Fail)),
            (3, Gen.Const(Kind.Pass)), (2, Gen.Const(Kind.Retry)), (2, Gen.Const(Kind.Delete)), (1, Gen.Const(Kind.Prune))),
        Gen.Int[0, 5], Gen.Int[0, 5], Gen.Int[0, 5]).Select((kind, a, b, c) => new Step(kind, a, b, c)).Array[1, 80];

    [Fact]
    public Task The_store_in_memory_does_what_the_model_does()
        => Plans.SampleAsync(plan => RunAsync(plan, static (options, time) => new MemoryJobStore(options, time)), iter: 2_000, print: Print);

    [Fact]
    public Task The_store_in_a_file_does_what_the_model_does()
        => Plans.SampleAsync(
            async plan =>
            {
                using var folder = new StoreFolder();
                await RunAsync(plan, (options, time) => folder.Create(options, time));
            },
            iter: 150, print: Print);

    private static string Print(Step[] plan) => string.Join('\n', plan.AsEnumerable());

    private static async Task RunAsync(Step[] plan, Func<QueueRunOptions, TimeProvider, IJobStore> create)
    {
        var time = new FakeTimeProvider();
        var jobs = new StoreFixture(create(new() { MaxWaitingJobs = MaxWaiting }, time), time);
        var model = new StoreModel(MaxWaiting);
        List<StoredJob> claimed = [];
        await jobs.StartAsync();
        foreach (var step in plan)
        {
            await DoAsync(step, jobs, model, claimed);
            foreach (var queue in Queues) Assert.Equal(model.Counts(queue), await jobs.CountsAsync(queue));
            Assert.Equal(model.Failed, (await jobs.FailedAsync()).Select(job => job.Id));
        }
    }

    private static async Task DoAsync(Step step, StoreFixture jobs, StoreModel model, List<StoredJob> claimed)
    {
        var store = jobs.Store;
        var queue = Queues[step.A % 2];
        switch (step.Kind)
        {
            case Kind.Push:
                var job = jobs.Job(queue, step.B switch { 0 or 1 => "a", 2 => "b", _ => null }, step.C is 5 ? "again" : null, Math.Max(0, step.C - 2));
                await PushAsync(job, jobs, model);
                break;

            case Kind.Claim:
                string[] queues = step.A is 0 ? ["sms", "never"] : Queues;
                var claim = await store.ClaimAsync(queues, step.B);
                var expected = model.Claim(queues, step.B, jobs.Now);
                Assert.Equal(
                    expected.Jobs.Select(entry => (entry.Id, entry.DueAt, entry.Job.DueAt, entry.Attempt)),
                    claim.Jobs.Select(one => (one.Id, one.DueAt, one.FirstDueAt, one.Attempt)));
                Assert.Equal(expected.NextDue, claim.NextDue);
                claimed.AddRange(claim.Jobs);
                break;

            case Kind.Complete when Take(claimed, step) is { } done:
                await store.CompleteAsync(done);
                model.Complete(done.Id);
                break;

            case Kind.Release when Take(claimed, step) is { } released:
                var dueAt = jobs.Now.AddSeconds(step.B);
                await store.ReleaseAsync(released, dueAt, step.C > 1);
                model.Release(released.Id, dueAt, step.C > 1);
                break;

            case Kind.Fail when Take(claimed, step) is { } failed:
                await store.FailAsync(failed, "it broke");
                model.Fail(failed.Id, jobs.Now);
                break;

            case Kind.Pass:
                jobs.Pass(step.C is 5 ? 299 : step.A);
                break;

            case Kind.Retry when Pick(model.Failed, step) is { } id:
                if (model.IsFull(model.QueueOfFailed(id)))
                {
                    await Assert.ThrowsAsync<QueueFullException>(() => jobs.RetryAsync(id));
                    break;
                }

                Assert.True(await jobs.RetryAsync(id));
                model.Retry(id, jobs.Now);
                break;

            case Kind.Delete when Pick([.. model.Failed, .. model.Unfinished], step) is { } id:
                Assert.Equal(model.Delete(id), await jobs.DeleteAsync(id));
                break;

            case Kind.Prune:
                var before = jobs.Now.AddSeconds(-step.A);
                await store.PruneAsync(before);
                model.Prune(before);
                break;
        }
    }

    private static async Task PushAsync(NewJob job, StoreFixture jobs, StoreModel model)
    {
        if (model.Repeated(job) is { } repeated)
        {
            Assert.Equal(repeated, await jobs.PushAsync(job));
        }
        else if (model.IsFull(job.Queue))
        {
            await Assert.ThrowsAsync<QueueFullException>(() => jobs.PushAsync(job));
        }
        else
        {
            model.Push(await jobs.PushAsync(job), job);
        }
    }

    private static StoredJob? Take(List<StoredJob> claimed, Step step)
    {
        if (claimed.Count == 0) return null;

        var job = claimed[step.A % claimed.Count];
        claimed.Remove(job);
        return job;
    }

    private static string? Pick(IReadOnlyList<string> ids, Step step) => ids.Count > 0 ? ids[(step.A + (6 * step.B)) % ids.Count] : null;
}
