using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using QueueRun.Connections;
using QueueRun.Diagnostics;
using QueueRun.Messaging;
using QueueRun.Routing;

namespace QueueRun.Jobs;

/// <summary>How an attempt at a job ended.</summary>
/// <param name="Outcome">An <see cref="Diagnostics.Outcome"/>.</param>
/// <param name="Error">What went wrong; null where nothing did.</param>
/// <param name="IsHopeless">Whether a further attempt could not end otherwise.</param>
internal readonly record struct Verdict(string Outcome, Exception? Error = null, bool IsHopeless = false);

/// <summary>What attempts at jobs need of the program.</summary>
internal sealed record JobServices(
    SocketServices Sockets, IServiceProvider Root, QueueRunOptions Options, TimeProvider Time, QueueRunMetrics Metrics)
{
    /// <summary>Deadlines that no attempt uses now: one that is used again need not be armed again.</summary>
    public ConcurrentBag<Deadline> Deadlines { get; } = [];
}

/// <summary>One attempt at a job: the call of its handler within its time. A handler that is late is cancelled, and waited for.</summary>
internal sealed class JobAttempt(StoredJob job, JobHandler handler, JobServices services, Action<JobAttempt> timedOut) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _source = new();
    private bool _isTimedOut;
    private bool _isBrokenOff;
    private bool _isDisposed;

    public StoredJob Job => job;

    public JobHandler Handler => handler;

    /// <summary>When it is tried again after it has failed; null where it is not.</summary>
    public TimeSpan? RetryAfter { get; set; }

    /// <summary>The program stops, and cannot wait longer.</summary>
    public void BreakOff()
    {
        lock (_gate)
        {
            _isBrokenOff = true;
            Cancel();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _source.Dispose();
        }
    }

    /// <summary>Calls the handler; completes when it has really ended.</summary>
    public async Task<Verdict> RunAsync()
    {
        try
        {
            return await RunSeenAsync();
        }
#pragma warning disable CA1031 // Somebody who only listens (to spans, to instruments, to the log) has failed.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return new(Outcome.Failed, error);
        }
    }

    private async Task<Verdict> RunSeenAsync()
    {
        using var span = QueueRunTracing.StartJob(job);
        var started = services.Metrics.StartJob(job.Queue, services.Time.GetUtcNow() - job.DueAt);
        if (!services.Deadlines.TryTake(out var deadline)) deadline = new(services.Time, new());
        lock (deadline.Gate) deadline.Start(handler.Timeout, () => TimeOut(span));
        Exception? error = null;
        try
        {
            await CallAsync();
        }
#pragma warning disable CA1031 // What a handler throws is the job's error, whatever it is.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            error = thrown;
        }

        lock (deadline.Gate) deadline.Stop();
        services.Deadlines.Add(deadline);
        Verdict verdict;
        lock (_gate) verdict = Judge(error);
        services.Metrics.JobEnded(started, job.Queue, verdict.Outcome);
        if (span is not null) QueueRunTracing.End(span, verdict.Outcome, verdict.Error);
        return verdict;
    }

    private void TimeOut(Activity? span)
    {
        lock (_gate)
        {
            if (_isDisposed) return; // it ended while its time did
            _isTimedOut = true;
            Cancel();
        }

        if (span is not null) Activity.Current = span; // the log entry belongs to it
        timedOut(this);
    }

    // Callbacks of the token are the user's code: they run elsewhere.
    private void Cancel()
    {
        if (!_isDisposed) _ = _source.CancelAsync();
    }

    private async ValueTask CallAsync()
    {
        SocketContext context = job.UserId is { } userId ? new UserContext(userId) : NoContext.Instance;
        if (!handler.NeedsScope)
        {
            await InvokeAsync(context, services.Root);
            return;
        }

        await using var scope = services.Root.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<ScopeContext>().Bound = context;
        await InvokeAsync(context, scope.ServiceProvider);
    }

    private async ValueTask InvokeAsync(SocketContext context, IServiceProvider provider)
    {
        var about = new JobContext(
            job.Id, job.Queue, handler.Descriptor is QueueDescriptor ? job.Key : null, job.Attempt, services.Options.MaxAttempts,
            job.QueuedAt, job.FirstDueAt, job.UserId, _source.Token);
        var call = new JobCall(about, job.Payload, new Socket(services.Sockets, context), provider, services.Sockets.Encoding.Reading);
        try
        {
            await handler.Descriptor.InvokeAsync(call);
        }
        finally
        {
            call.End();
        }
    }

    // The time counts, however the handler ended: one that gives up on its token may return as if it had done everything.
    private Verdict Judge(Exception? error) => error switch
    {
        _ when _isTimedOut => new(Outcome.TimedOut, new TimeoutException($"The job took longer than its time, {handler.Timeout:c}.", error)),
        null => new(Outcome.Ok),
        _ when _isBrokenOff => new(Outcome.Cancelled, error),
        MessageErrorException misfit => new(misfit.Outcome, misfit, IsHopeless: true),
        JobFailedException => new(Outcome.Failed, error, IsHopeless: true),
        _ => new(Outcome.Failed, error),
    };
}
