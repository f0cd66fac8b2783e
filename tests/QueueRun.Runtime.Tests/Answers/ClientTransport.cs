using System.Buffers;
using System.Text;
using QueueRun.Wire;

namespace QueueRun.Runtime.Tests.Answers;

/// <summary>A transport whose client sends when the test does, and receives at once.</summary>
internal sealed class ClientTransport(Action<string?> received) : ITransport
{
    private readonly Lock _gate = new();
    private readonly Queue<Received> _sent = new();
    private TaskCompletionSource<Received>? _receiving;

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

    public ValueTask<Received> ReceiveAsync()
    {
        lock (_gate)
        {
            if (_sent.TryDequeue(out var received)) return new(received);
            _receiving = new();
            return new(_receiving.Task);
        }
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
        TaskCompletionSource<Received>? receiving;
        lock (_gate)
        {
            (receiving, _receiving) = (_receiving, null);
            if (receiving is null) _sent.Enqueue(message);
        }

        receiving?.SetResult(message);
    }
}
