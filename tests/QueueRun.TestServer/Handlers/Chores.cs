using System.Text;
using System.Text.Json;
using QueueRun.Tests;

namespace QueueRun.TestServer;

/// <summary>A job that writes down under <paramref name="Key"/> what it does.</summary>
internal sealed record Chore(string Key, string Text, string? Trouble = null);

/// <summary>What a client asks to be pushed.</summary>
internal sealed record ChoreOrder(Chore Chore, int DelaySeconds, string? Line, string? Once)
{
    public PushOptions Options => new() { Delay = TimeSpan.FromSeconds(DelaySeconds), Key = Line, DeduplicationId = Once };
}

/// <summary>Jobs, and how they are pushed.</summary>
internal static class Chores
{
    [SocketHandler("test=push")]
    internal static async Task<string> Push(ChoreOrder data, IQueue<Chore> queue) => await queue.PushAsync(data.Chore, data.Options);

    [SocketHandler("test=push-text")]
    internal static async Task PushText(Note data, IQueue<string> queue) => await queue.PushAsync(data.Text);

    [SocketHandler("test=push-bytes")]
    internal static async Task PushBytes(Note data, IQueue<ReadOnlyMemory<byte>> queue) => await queue.PushAsync(Encoding.UTF8.GetBytes(data.Text));

    [SocketHandler("test=push-element")]
    internal static async Task PushElement(JsonElement data, IQueue<JsonElement> queue) => await queue.PushAsync(data);

    [SocketHandler("test=push-private")]
    internal static async Task PushPrivate(Note data, IQueue<PrivateChore> queue) => await queue.PushAsync(new(data.Text));

    [SocketHandler("test=push-chain")]
    internal static async Task PushChain(Note data, IQueue<Chain> queue) => await queue.PushAsync(new(data.Text, 3));

    [QueueHandler]
    internal static async Task DoChoreAsync(
        Chore job, string? userId, JobContext context, ISocket socket, Journal journal, Gates gates, CancellationToken token)
    {
        journal.Add(job.Key, $"{job.Text} begins, attempt {context.Attempt}");
        switch (job.Trouble)
        {
            case "throw":
                throw new InvalidOperationException($"Trouble with {job.Text}.");
            case "throw once" when context.Attempt == 1:
                throw new InvalidOperationException($"Trouble with {job.Text}, once.");
            case "wait":
                await gates.WaitAsync(job.Key, token);
                break;
            case "deaf":
                await gates.WaitAsync(job.Key, CancellationToken.None);
                break;
            case "send":
                await socket.SendAsync(new { chore = job.Text, id = context.Id, user = userId }, token);
                break;
        }

        journal.Add(job.Key, $"{job.Text} ends");
    }

    [QueueHandler]
    internal static async Task SpellText(string job, ISocket socket) => await socket.SendAsync(new { text = job });

    [QueueHandler("bytes.of-a_job")]
    internal static async Task CountBytes(ReadOnlyMemory<byte> job, ISocket socket) => await socket.SendAsync(new { bytes = job.Length });

    [QueueHandler]
    internal static async Task ShowElement(JsonElement job, ISocket socket) => await socket.SendAsync(job);

    /// <summary>Wants a user: pushed for nobody it fails at once.</summary>
    [QueueHandler]
    internal static async Task DoPrivately(PrivateChore job, SocketUser user, ISocket socket) => await socket.SendAsync(new { job.Text, user.Id });

    /// <summary>A job that pushes the next: it belongs to the same user. The scoped services are the job's own.</summary>
    [QueueHandler]
    internal static async Task Forge(Chain job, IQueue<Chain> queue, Notifier notifier, EachMessage scope)
    {
        scope.Key = job.Key;
        if (job.Left > 0) await queue.PushAsync(job with { Left = job.Left - 1 });
        else await notifier.NotifyAsync($"forged {job.Key}");
    }

    [ScheduleHandler("0 0 1 1 *", TimeZone = "Europe/Berlin")]
    internal static void NewYear(JobContext job, Journal journal) => journal.Add("new year", $"{job.DueAt:O}");
}

internal sealed record PrivateChore(string Text);

internal sealed record Chain(string Key, int Left);

/// <summary>How jobs are pushed and looked at from outside.</summary>
internal static class JobEndpoints
{
    public static void MapJobEndpoints(this WebApplication app)
    {
        app.MapPost("/push", async (string key, string text, string? trouble, IQueue<Chore> queue) => await TellAsync(() => queue.PushAsync(new(key, text, trouble))));
        app.MapPost("/push-by-queues", async (string key, string text, string? user, IQueues queues)
            => await TellAsync(() => (user is null ? queues : queues.For(user)).PushAsync(new Chore(key, text, "send"))));
        app.MapPost("/push-private", async (string text, IQueues queues) => await queues.PushAsync(new PrivateChore(text)));
        app.MapPost("/push-unknown", async (IQueues queues) => await TellAsync(() => queues.PushAsync(new Note("nobody does this"))));
        app.MapGet("/queues", async (IQueueAdmin admin) => string.Join('\n', await admin.GetQueuesAsync()));
        app.MapGet("/schedules", async (IQueueAdmin admin)
            => string.Join('\n', (await admin.GetSchedulesAsync()).Select(schedule => $"{schedule.Name} {schedule.Expression} {schedule.TimeZone} {schedule.NextDue:O}")));
        app.MapGet("/failed", async (string queue, IQueueAdmin admin)
            => string.Join('\n', (await admin.GetFailedAsync(queue)).Select(job => $"{job.Id} after {job.Attempts}: {Encoding.UTF8.GetString(job.Payload.Span)} {job.Error}")));
        app.MapPost("/failed/{id}/retry", async (string id, IQueueAdmin admin) => await admin.RetryAsync(id) ? "again" : "no such job");
        app.MapDelete("/failed/{id}", async (string id, IQueueAdmin admin) => await admin.DeleteAsync(id) ? "gone" : "no such job");
    }

    /// <summary>The job's id; or the exception, as <c>409</c>.</summary>
    private static async Task<IResult> TellAsync(Func<ValueTask<string>> push)
    {
        try
        {
            return Results.Text(await push());
        }
        catch (Exception exception) when (exception is QueueFullException or JobStoreException or InvalidOperationException or ArgumentException)
        {
            return Results.Text($"{exception.GetType().Name}: {exception.Message}", statusCode: StatusCodes.Status409Conflict);
        }
    }
}
