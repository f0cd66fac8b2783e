using System.Buffers.Binary;
using System.Text;
using QueueRun.Conformance.Cases;

namespace QueueRun.Conformance;

/// <summary>One row of the table: the client's bytes, their pieces, and the expected answer.</summary>
/// <param name="Id">Our name of the case.</param>
/// <param name="Suite">The number of the case in the Autobahn test suite.</param>
public sealed record Case(string Id, string Suite)
{
    private readonly List<Func<RawWebSocket, Task>> _steps = [];

    /// <summary>The client sends bytes, all at once or in pieces.</summary>
    /// <param name="bytes">Frames, or a part of one.</param>
    /// <param name="piece">How many bytes go in one write; 0: all.</param>
    public Case Sends(byte[] bytes, int piece = 0) => Add(async client =>
    {
        if (piece == 0)
        {
            await client.SendBytesAsync(bytes);
            return;
        }

        foreach (var part in bytes.Chunk(piece)) await client.SendBytesAsync(part);
    });

    /// <summary>The server sends this text message.</summary>
    public Case GetsText(string text) => Gets(Opcode.Text, Encoding.UTF8.GetBytes(text));

    /// <summary>The server sends exactly this frame next.</summary>
    public Case Gets(Opcode opcode, byte[] payload) => Add(async client =>
    {
        var frame = await NextAsync(client);
        Assert.Equal((opcode, true, 0, payload.Length), (frame.Opcode, frame.Final, frame.Reserved, frame.Payload.Length));
        Assert.True(payload.AsSpan().SequenceEqual(frame.Payload), "The payload differs.");
    });

    /// <summary>The server sends this message next, as it is or compressed.</summary>
    public Case GetsMaybeCompressed(Opcode opcode, byte[] payload) => Add(async client =>
    {
        var frame = await NextAsync(client);
        Assert.Equal((opcode, true), (frame.Opcode, frame.Final));
        Assert.True(payload.AsSpan().SequenceEqual(frame.Reserved == 4 ? CompressionCase.Inflate(frame.Payload) : frame.Payload), "The payload differs.");
    });

    /// <summary>Sends the same message this many times, and receives each back.</summary>
    public Case Echoes(Opcode opcode, byte[] payload, int times)
    {
        var frame = RawWebSocket.Frame(opcode, payload);
        for (var i = 0; i < times; i++) Sends(frame).Gets(opcode, payload);
        return this;
    }

    /// <summary>The client closes with 1000, and the server answers with the same code.</summary>
    public Case Closes() => Sends(Frames.Close(1000)).IsClosed(1000);

    /// <summary>The server answers the close frame with this code or none, and ends the connection; it sends nothing else.</summary>
    public Case IsClosed(int? code) => Add(async client =>
    {
        var frame = await NextAsync(client);
        Assert.Equal((Opcode.Close, code), (frame.Opcode, CodeOf(frame)));
        await client.ExpectEndAsync();
    });

    /// <summary>The server fails the connection with this code; after the client's answer, it ends the connection in order.</summary>
    /// <param name="code">The code of the close frame.</param>
    /// <param name="rest">The rest of the client's frame, which it sends before it closes.</param>
    public Case Fails(int code, byte[]? rest = null) => Add(async client =>
    {
        var frame = await NextAsync(client);
        Assert.Equal((Opcode.Close, code), (frame.Opcode, CodeOf(frame)));
        await client.SendBytesAsync([.. rest ?? [], .. Frames.Close(code)]);
        Assert.Null(await client.ReceiveAsync());
    });

    /// <summary>Large steps, which are created only when the case runs.</summary>
    public Case Does(Action<Case> steps) => Add(client =>
    {
        var part = new Case(Id, Suite);
        steps(part);
        return part.RunAsync(client);
    });

    public async Task RunAsync(RawWebSocket client)
    {
        foreach (var step in _steps) await step(client);
    }

    public override string ToString() => $"{Id} ({Suite})";

    private static int? CodeOf(RawFrame close) => close.Payload.Length < 2 ? null : BinaryPrimitives.ReadUInt16BigEndian(close.Payload);

    private static async Task<RawFrame> NextAsync(RawWebSocket client)
        => await client.ReceiveAsync() ?? throw new EndOfStreamException("The server ended the connection without a frame.");

    private Case Add(Func<RawWebSocket, Task> step)
    {
        _steps.Add(step);
        return this;
    }
}
