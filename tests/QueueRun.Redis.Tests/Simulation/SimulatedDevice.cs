using System.IO.Pipelines;
using System.Text;
using QueueRun.Wire;

namespace QueueRun.Redis.Tests.Simulation;

/// <summary>A client's connection: it receives frames, and says nothing.</summary>
internal sealed class SimulatedDevice(SimulatedProcess process, string user, int index) : ITransport
{
    public enum Phase
    {
        /// <summary>A place is asked for.</summary>
        Asks,

        /// <summary>There is a place, and the connection joins.</summary>
        Joins,

        /// <summary>The connection has joined.</summary>
        Joined,

        /// <summary>The connection has ended.</summary>
        Over,
    }

    public SimulatedProcess Process => process;

    public string User => user;

    public Phase State { get; set; }

    public TimeSpan Joined { get; set; } = TimeSpan.MaxValue;

    public TimeSpan Left { get; set; } = TimeSpan.MaxValue;

    public TimeSpan Ended { get; set; } = TimeSpan.MaxValue;

    /// <summary>Whether the first message was let through.</summary>
    public bool IsReady { get; set; }

    /// <summary>Whether the client is about to close the connection.</summary>
    public TaskCompletionSource Leaves { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Life { get; set; } = Task.CompletedTask;

    public List<string> Texts { get; } = [];

    IListener? ITransport.Listener
    {
        set
        {
        }
    }

    string? ITransport.SubProtocol => null;

    bool ITransport.Compresses => false;

    bool ITransport.HasMore => false;

    public override string ToString() => $"device {index} of {user} at {process.Name} ({State})";

    bool ITransport.TryReceive(out Received received) => throw new NotSupportedException("Nobody reads.");

    ValueTask<ReadResult> ITransport.ReadAsync() => throw new NotSupportedException("Nobody reads.");

    void ITransport.Accept(ReadResult read) => throw new NotSupportedException("Nobody reads.");

    ValueTask<bool> ITransport.DropAsync(int? status, TimeSpan silence, TimeProvider time) => new(true);

    void ITransport.Write(Frame frame)
    {
        Texts.Add(Encoding.UTF8.GetString(frame.Payload.Span));
        frame.Release();
    }

    ValueTask<bool> ITransport.FlushAsync() => new(true);

    void ITransport.Abort()
    {
    }

    ValueTask ITransport.CompleteAsync() => default;
}
