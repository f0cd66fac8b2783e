using System.Collections.Concurrent;

namespace QueueRun.Jobs.Tests.Running;

internal sealed record Work(string Name);

/// <summary>The actions of this project's handlers, with their times. One per program.</summary>
internal sealed class Record(TimeProvider time)
{
    private readonly DateTimeOffset _start = time.GetUtcNow();
    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>The action of a handler, which a test replaces.</summary>
    public Func<JobContext, string, CancellationToken, Task> Do { get; set; } = static (_, _, _) => Task.CompletedTask;

    public string[] Lines => [.. _lines];

    public async Task RunAsync(JobContext job, string name, CancellationToken token)
    {
        Add($"{name} {job.Attempt}");
        await Do(job, name, token);
    }

    /// <summary>Records a text with the seconds since the start.</summary>
    public void Add(string what) => _lines.Enqueue(FormattableString.Invariant($"{(time.GetUtcNow() - _start).TotalSeconds:0.###}: {what}"));
}

/// <summary>The job of the document from which QueueRun began.</summary>
internal sealed record ChatMessage(string RoomId, string Message);

internal static class Handlers
{
    [SocketHandler("action=chat")]
    internal static async Task Chat(ChatMessage data, IQueue<ChatMessage> queue) => await queue.PushAsync(data);

    [QueueHandler]
    internal static async Task ChatMessage(ChatMessage job, ISocket socket)
    {
        string[]? members = job.RoomId == "1" ? ["ann", "bob"] : null;
        if (members is null) return;

        await socket.To(members).SendAsync(new { @event = "message", message = job.Message });
    }

    [ScheduleHandler("0 9 * * *")]
    internal static async Task Digest(ISocket socket) => await socket.To("ann").SendAsync(new { digest = "for ann" });

    [ScheduleHandler("0 10 * * *")]
    internal static async Task Unaddressed(ISocket socket) => await Tell(socket);

    [QueueHandler(TimeoutSeconds = 60)]
    internal static Task DoWork(Work job, JobContext context, Record record, CancellationToken token) => record.RunAsync(context, job.Name, token);

    [SocketHandler("action=push/[name]")]
    internal static async Task Push(string name, IQueue<Work> queue) => await queue.PushAsync(new(name));

    [ScheduleHandler("0 * * * *")]
    internal static Task Hourly(JobContext context, Record record, CancellationToken token) => record.RunAsync(context, "hourly", token);

    [ScheduleHandler("30 2 * * *", TimeZone = "Europe/Berlin", MissedRuns = MissedRuns.Skip)]
    internal static Task AtNight(JobContext context, Record record, CancellationToken token) => record.RunAsync(context, "at night", token);

    private static async Task Tell(ISocket socket) => await socket.SendAsync("Who is there?");
}
