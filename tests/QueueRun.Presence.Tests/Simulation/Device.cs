using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using QueueRun.Tests;

namespace QueueRun.Presence.Tests.Simulation;

/// <summary>One client: its upgrade request, and then its bytes, over pipes instead of a network.</summary>
internal sealed class Device : IHttpUpgradeFeature, IConnectionTransportFeature, IConnectionLifetimeFeature, IDuplexPipe
{
    private readonly Pipe _up = NewPipe();
    private readonly Pipe _down = NewPipe();

    /// <param name="name">Stands in the trace, and before every message of the device.</param>
    /// <param name="user">Who the request says it is; null leaves that open.</param>
    public Device(string name, string? user)
    {
        (Name, User) = (name, user);
        HttpContext = new DefaultHttpContext();
        HttpContext.Features.Set(this);
        HttpContext.Features.Set<IHttpUpgradeFeature>(this);
        HttpContext.Features.Set<IConnectionTransportFeature>(this);
        HttpContext.Features.Set<IConnectionLifetimeFeature>(this);
        var request = HttpContext.Request;
        (request.Method, request.Protocol) = (HttpMethods.Get, HttpProtocol.Http11);
        request.Headers.Connection = "Upgrade";
        request.Headers.Upgrade = "websocket";
        request.Headers.SecWebSocketVersion = "13";
        request.Headers.SecWebSocketKey = "dGhlIHNhbXBsZSBub25jZQ==";
    }

    public string Name { get; }

    public string? User { get; }

    public DefaultHttpContext HttpContext { get; }

    /// <summary>The upgrade request, which ends when the connection has.</summary>
    public Task Request { get; set; } = Task.CompletedTask;

    /// <summary>Whether the request was answered with 101.</summary>
    public bool IsUpgraded { get; private set; }

    /// <summary>A client that answers nothing any more, and whose network says nothing of it.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Whether the program takes its time over the request.</summary>
    public bool IsHeldAtDoor { get; init; }

    /// <summary>How often the client has sent anything.</summary>
    public int Signs { get; private set; }

    /// <summary>Whether the client has sent its close frame, or is gone, and the network has said so.</summary>
    public bool HasLeft { get; private set; }

    /// <summary>What the server has sent.</summary>
    public List<string> Texts { get; } = [];

    /// <summary>Whether the server has sent its close frame.</summary>
    public bool CloseReceived { get; private set; }

    /// <summary>Whether the server has ended the connection under the pipes.</summary>
    public bool IsAborted { get; private set; }

    public bool CanSend => IsUpgraded && !HasLeft && !IsSilent && !IsAborted;

    public void Say(string text) => Send(Opcode.Text, Encoding.UTF8.GetBytes(text));

    public void Close()
    {
        Send(Opcode.Close, [3, 232]);
        HasLeft = true;
    }

    /// <summary>The network is gone, and says so.</summary>
    public void Lose()
    {
        if (!HasLeft) _up.Writer.Complete();
        HasLeft = true;
    }

    /// <summary>Reads what the server has sent, and answers as clients do.</summary>
    public void Read()
    {
        while (_down.Reader.TryRead(out var result))
        {
            var bytes = result.Buffer.ToArray();
            _down.Reader.AdvanceTo(result.Buffer.End);
            if (bytes.Length == 0) return;

            // No frame of these tests is longer than 125 bytes.
            for (var at = 0; at < bytes.Length; at += 2 + bytes[at + 1]) Answer((Opcode)(bytes[at] & 15), bytes.AsSpan(at + 2, bytes[at + 1]));
        }
    }

    bool IHttpUpgradeFeature.IsUpgradableRequest => true;

    Task<Stream> IHttpUpgradeFeature.UpgradeAsync()
    {
        IsUpgraded = true;
        return Task.FromResult(Stream.Null);
    }

    IDuplexPipe IConnectionTransportFeature.Transport
    {
        get => this;
        set => throw new NotSupportedException();
    }

    CancellationToken IConnectionLifetimeFeature.ConnectionClosed
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    void IConnectionLifetimeFeature.Abort() => IsAborted = true;

    PipeReader IDuplexPipe.Input => _up.Reader;

    PipeWriter IDuplexPipe.Output => _down.Writer;

    private void Answer(Opcode opcode, ReadOnlySpan<byte> payload)
    {
        if (opcode is Opcode.Text) Texts.Add(Encoding.UTF8.GetString(payload));
        if (opcode is Opcode.Close) CloseReceived = true;
        if (!CanSend) return;

        if (opcode is Opcode.Ping) Send(Opcode.Pong, []);
        if (opcode is Opcode.Close) Close();
    }

    private void Send(Opcode opcode, byte[] payload)
    {
        Signs++;
        _up.Writer.Write(RawWebSocket.Frame(opcode, payload));
        _ = _up.Writer.FlushAsync().AsTask();
    }

    private static Pipe NewPipe() => new(new(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline));
}
