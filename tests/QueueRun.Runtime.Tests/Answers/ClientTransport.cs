using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using QueueRun.Wire;

namespace QueueRun.Runtime.Tests.Answers;

/// <summary>A transport whose client sends when the test does, and receives at once.</summary>
internal sealed class ClientTransport(Action<string?> received) : ITransport
{
    private readonly Lock _gate = new();
    private readonly Queue<Received> _sent = new();
    private TaskCompletionSource<ReadResult>? _reading;

    public string? SubProtocol => null;

    public bool Compresses => false;

    public IListener? Listener { private get; set; }

    public bool HasMore => false;

    /// <summary>The client sends. Messages that do not wait for their turn are handled before this returns.</summary>
    public void Send(string message)
    {
        var array = ArrayPool<byte>.Shared.Rent(message.Length);
        Send(new Received(ReceivedKind.Text, new(array, Encoding.UTF8.GetBytes(message, array))));
    }

    public void Close() => Send(new Received(ReceivedKind.Close, Status: 1000));

    public void Abort() => Send(new Received(ReceivedKind.End));

    public bool TryReceive(out Received received)
    {
        lock (_gate) return _sent.TryDequeue(out received);
    }

    public ValueTask<ReadResult> ReadAsync()
    {
        lock (_gate)
        {
            if (_sent.Count > 0) return default;
            _reading = new();
            return new(_reading.Task);
        }
    }

    public void Accept(ReadResult read)
    {
    }

    public void Write(Frame frame)
    {
        received(frame.Opcode is Opcode.Close ? null : Encoding.UTF8.GetString(frame.Payload.Span));
        frame.Release();
    }

    public ValueTask<bool> FlushAsync() => new(true);

    public ValueTask<bool> DropAsync(int? status, TimeSpan silence, TimeProvider time) => new(false);

    public ValueTask CompleteAsync() => default;

    private void Send(Received message)
    {
        TaskCompletionSource<ReadResult>? reading;
        lock (_gate)
        {
            _sent.Enqueue(message);
            (reading, _reading) = (_reading, null);
        }

        reading?.SetResult(default);
    }
}
