using System.IO.Pipelines;
using QueueRun.Wire;

namespace QueueRun.Runtime.Tests;

/// <summary>A transport that supports only an outbox's operations: write and flush.</summary>
internal abstract class WritingTransport : ITransport
{
    public string? SubProtocol => null;

    public bool Compresses => false;

    public IListener? Listener { set => throw new NotSupportedException(); }

    public bool HasMore => throw new NotSupportedException();

    public abstract void Write(Frame frame);

    public abstract ValueTask<bool> FlushAsync();

    public bool TryReceive(out Received received) => throw new NotSupportedException();

    public ValueTask<ReadResult> ReadAsync() => throw new NotSupportedException();

    public void Accept(ReadResult read) => throw new NotSupportedException();

    public ValueTask<bool> DropAsync(int? status, TimeSpan silence, TimeProvider time) => throw new NotSupportedException();

    public void Abort() => throw new NotSupportedException();

    public ValueTask CompleteAsync() => throw new NotSupportedException();
}
