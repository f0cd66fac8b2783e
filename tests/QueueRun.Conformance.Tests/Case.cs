using System.Buffers.Binary;
using System.Text;

namespace QueueRun.Conformance;

/// <summary>One row of the table: what a client sends, in which pieces, and what it must get.</summary>
/// <param name="Id">Our name of the case.</param>
/// <param name="Suite">The number that the Autobahn test suite has for it.</param>
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

    /// <summary>The same thing again and again: sends it, gets it back.</summary>
    public Case Echoes(Opcode opcode, byte[] payload, int times)
    {
        var frame = RawWebSocket.Frame(opcode, payload);
        for (var i = 0; i < times; i++) Sends(frame).Gets(opcode, payload);
        return this;
    }

    /// <summary>The client closes with 1000, and the server answers in kind.</summary>
    public Case Closes() => Sends(Frames.Close(1000)).IsClosed(1000);

    /// <summary>The server answers the close that was sent, with this code or none, and ends the connection; nothing else comes.</summary>
    public Case IsClosed(int? code) => Add(async client =>
    {
        var frame = await NextAsync(client);
        Assert.Equal((Opcode.Close, code), (frame.Opcode, CodeOf(frame)));
        await client.ExpectEndAsync();
    });

    /// <summary>The server fails the connection with this code; when the client has answered, it ends the connection.</summary>
    /// <param name="code">The code of the close frame.</param>
    /// <param name="echo">
    /// A message that was sent before what was wrong: it is handled, but the connection is failed at once, so the handler's answer may come
    /// too late. (The suite calls that non-strict.)
    /// </param>
    /// <param name="rest">What was still to come of the client's frame: it ends it before it closes.</param>
    public Case Fails(int code, string? echo = null, byte[]? rest = null) => Add(async client =>
    {
        var frame = await NextAsync(client);
        if (echo is not null && frame.Opcode is Opcode.Text)
        {
            Assert.Equal(echo, frame.Text);
            frame = await NextAsync(client);
        }

        Assert.Equal((Opcode.Close, code), (frame.Opcode, CodeOf(frame)));
        await client.SendBytesAsync([.. rest ?? [], .. Frames.Close(code)]);
        await client.ExpectEndAsync();
    });

    /// <summary>Steps that are only made when the case is run, because they are large.</summary>
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
