using System.Collections.Concurrent;
using System.Diagnostics;

namespace QueueRun.Tests;

/// <summary>Listens to the spans of QueueRun and of the web server, as a tracer does.</summary>
internal sealed class Spans : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    public Spans(ActivitySamplingResult sampling = ActivitySamplingResult.AllDataAndRecorded)
    {
        _listener = new()
        {
            ShouldListenTo = source => source.Name is "QueueRun" or "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => sampling,
            ActivityStarted = activity =>
            {
                if (activity.Source.Name == "Microsoft.AspNetCore") Requests.Enqueue(activity);
            },
            ActivityStopped = activity =>
            {
                if (activity.Source.Name == "QueueRun") _ended.Enqueue(activity);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>The HTTP requests, added at their start: an upgraded request lasts as long as its connection.</summary>
    public ConcurrentQueue<Activity> Requests { get; } = new();

    /// <summary>QueueRun's spans of this name that have ended.</summary>
    public IReadOnlyList<Activity> Ended(string name) => [.. _ended.Where(span => span.OperationName == name)];

    /// <summary>Waits for the one span of this name to end.</summary>
    public async Task<Activity> SingleAsync(string name)
        => Assert.Single(await Patience.EventuallyAsync(() => Task.FromResult(Ended(name)), spans => spans.Count > 0));

    public void Dispose() => _listener.Dispose();
}
