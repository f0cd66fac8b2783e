using System.Collections.Concurrent;
using System.Diagnostics;
using QueueRun.Calls;
using QueueRun.Diagnostics;
using QueueRun.Messaging;

namespace QueueRun.Jobs;

/// <summary>How an attempt at a job ended.</summary>
/// <param name="Outcome">An <see cref="Diagnostics.Outcome"/>.</param>
/// <param name="Error">The error; null if there was none.</param>
/// <param name="IsPermanent">Whether a further attempt would end in the same way.</param>
internal readonly record struct Verdict(string Outcome, Exception? Error = null, bool IsPermanent = false);

/// <summary>The parts of the program that attempts at jobs use.</summary>
internal sealed record JobServices(
    SocketServices Sockets, IServiceProvider Root, QueueRunOptions Options, TimeProvider Time, QueueRunMetrics Metrics)
{
    private readonly ConcurrentBag<Deadline> _deadlines = [];

    /// <summary>A deadline that no other attempt uses: reusing one often saves arming its timer.</summary>
    public Deadline RentDeadline() => _deadlines.TryTake(out var deadline) ? deadline : new(Time, new());

    /// <summary>Returns the deadline of an attempt that has ended.</summary>
    public void ReturnDeadline(Deadline deadline) => _deadlines.Add(deadline);
}

/// <summary>One attempt at a job: calls its handler, with a time limit. A late handler is cancelled, and its end is awaited.</summary>
internal sealed class JobAttempt : WaitedCall<JobCall>
{
    private readonly JobServices _services;
    private readonly Deadline _deadline;
    private readonly Action<JobAttempt> _timedOut;
    private JobCall? _call;
    private Activity? _span;

    private JobAttempt(StoredJob job, JobHandler handler, JobServices services, Deadline deadline, Action<JobAttempt> timedOut) : base(deadline, services.Root)
        => (Job, Handler, _services, _deadline, _timedOut) = (job, handler, services, deadline, timedOut);

    /// <param name="job">The job.</param>
    /// <param name="handler">The handler of its queue.</param>
    /// <param name="services">Shared by all attempts.</param>
    /// <param name="timedOut">Called if the handler exceeds its timeout.</param>
    public JobAttempt(StoredJob job, JobHandler handler, JobServices services, Action<JobAttempt> timedOut)
        : this(job, handler, services, services.RentDeadline(), timedOut)
    {
    }

    public StoredJob Job { get; }

    public JobHandler Handler { get; }

    /// <summary>Cancels the handler: the program stops, and cannot wait any longer.</summary>
    public void BreakOff() => Cancel();

    /// <summary>Calls the handler; completes when it has really ended.</summary>
    public async Task<Verdict> RunAsync()
    {
        try
        {
            return await RunSeenAsync();
        }
#pragma warning disable CA1031 // The failure came from a listener (of spans, of instruments, or of the log), not from the handler.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return new(Outcome.Failed, error);
        }
    }

    private async Task<Verdict> RunSeenAsync()
    {
        using var span = _span = QueueRunTracing.StartJob(Job.Queue, Job.TraceParent, Job.TraceState);
        if (span is { IsAllDataRequested: true }) QueueRunTracing.DescribeJob(span, Job.Id, Job.Attempt, Job.Payload.Length);
        var started = _services.Metrics.StartJob(Job.Queue, _services.Time.GetUtcNow() - Job.DueAt);
        SocketContext context = Job.UserId is { } userId ? new UserContext(userId) : NoContext.Instance;
        var error = await CallAsync(Handler.Descriptor.InvokeAsync, Handler.Timeout, Handler.NeedsScope, context);
        _call?.End();
        _services.ReturnDeadline(_deadline);
        var verdict = Judge(error);
        _services.Metrics.JobEnded(started, Job.Queue, verdict.Outcome);
        if (span is not null) QueueRunTracing.End(span, verdict.Outcome, verdict.Error);
        return verdict;
    }

    protected override JobCall Bind(SocketContext context, IServiceProvider services)
    {
        var about = new JobContext(
            Job.Id, Job.Queue, Handler.Descriptor is QueueDescriptor ? Job.Key : null, Job.Attempt, _services.Options.MaxAttempts,
            Job.QueuedAt, Job.FirstDueAt, Job.UserId, Token);
        return _call = new(about, Job.Payload, new Socket(_services.Sockets, context), services, _services.Sockets.Encoding.Reading);
    }

    protected override void TimedOut()
    {
        Cancel();
        if (_span is not null) Activity.Current = _span; // so that the log entry belongs to the span
        _timedOut(this);
    }

    // The timeout decides, however the handler ended: a handler that stops at its token may return as if it had completed.
    private Verdict Judge(Exception? error) => error switch
    {
        _ when IsTimedOut => new(Outcome.TimedOut, new TimeoutException($"The job exceeded its timeout, {Handler.Timeout:c}.", error)),
        null => new(Outcome.Ok),
        _ when IsCancelled => new(Outcome.Cancelled, error),
        MessageErrorException misfit => new(misfit.Outcome, misfit, IsPermanent: true),
        JobFailedException => new(Outcome.Failed, error, IsPermanent: true),
        _ => new(Outcome.Failed, error),
    };
}
