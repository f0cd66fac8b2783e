using System.Buffers;
using System.IO.Pipelines;

namespace QueueRun.Wire;

/// <summary>A reader that hands everything on, until it is detached: then there is nothing more to read.</summary>
/// <param name="inner">Where it reads.</param>
internal sealed class DetachableReader(PipeReader inner) : PipeReader
{
    private static readonly ReadResult s_end = new(ReadOnlySequence<byte>.Empty, isCanceled: false, isCompleted: true);

    private PipeReader? _inner = inner;

    private PipeReader? Inner => Volatile.Read(ref _inner);

    /// <summary>From now on it reads nothing. No read may be pending.</summary>
    public void Detach() => Volatile.Write(ref _inner, null);

    public override bool TryRead(out ReadResult result)
    {
        if (Inner is { } inner) return inner.TryRead(out result);

        result = s_end;
        return true;
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
        => Inner?.ReadAsync(cancellationToken) ?? new(s_end);

    protected override ValueTask<ReadResult> ReadAtLeastAsyncCore(int minimumSize, CancellationToken cancellationToken)
        => Inner?.ReadAtLeastAsync(minimumSize, cancellationToken) ?? new(s_end);

    public override void AdvanceTo(SequencePosition consumed) => Inner?.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => Inner?.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => Inner?.CancelPendingRead();

    public override Task CopyToAsync(PipeWriter destination, CancellationToken cancellationToken = default)
        => Inner?.CopyToAsync(destination, cancellationToken) ?? Task.CompletedTask;

    public override Task CopyToAsync(Stream destination, CancellationToken cancellationToken = default)
        => Inner?.CopyToAsync(destination, cancellationToken) ?? Task.CompletedTask;

    public override void Complete(Exception? exception = null) => Inner?.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => Inner?.CompleteAsync(exception) ?? default;
}
