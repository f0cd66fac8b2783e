using System.IO.Pipelines;

namespace QueueRun.Wire;

/// <summary>A writer that hands everything on, until it is detached: then bytes go nowhere.</summary>
/// <param name="inner">Where it writes.</param>
internal sealed class DetachableWriter(PipeWriter inner) : PipeWriter
{
    private PipeWriter? _inner = inner;

    private PipeWriter? Inner => Volatile.Read(ref _inner);

    /// <summary>From now on it writes nothing. No flush may be pending, and nothing may wait to be flushed.</summary>
    public void Detach() => Volatile.Write(ref _inner, null);

    public override bool CanGetUnflushedBytes => Inner?.CanGetUnflushedBytes ?? true;

    public override long UnflushedBytes => Inner?.UnflushedBytes ?? 0;

    public override Memory<byte> GetMemory(int sizeHint = 0) => Inner?.GetMemory(sizeHint) ?? Nowhere(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => Inner is { } inner ? inner.GetSpan(sizeHint) : Nowhere(sizeHint);

    public override void Advance(int bytes) => Inner?.Advance(bytes);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        => Inner?.FlushAsync(cancellationToken) ?? default;

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
        => Inner?.WriteAsync(source, cancellationToken) ?? default;

    public override void CancelPendingFlush() => Inner?.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => Inner?.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => Inner?.CompleteAsync(exception) ?? default;

    private static byte[] Nowhere(int sizeHint) => new byte[Math.Max(sizeHint, 256)];
}
