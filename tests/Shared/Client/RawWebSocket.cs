using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace QueueRun.Tests;

/// <summary>RFC 6455, section 5.2.</summary>
public enum Opcode : byte
{
    Continuation = 0,
    Text = 1,
    Binary = 2,
    Close = 8,
    Ping = 9,
    Pong = 10,
}

/// <summary>A frame as it came from the server.</summary>
/// <param name="Opcode">Its opcode.</param>
/// <param name="Final">Whether it is the last of its message.</param>
/// <param name="Reserved">The three reserved bits; 4: compressed.</param>
/// <param name="Payload">The payload as sent.</param>
public sealed record RawFrame(Opcode Opcode, bool Final, int Reserved, byte[] Payload)
{
    public string Text => Encoding.UTF8.GetString(Payload);
}

/// <summary>A client that writes its own bytes, also those that a correct client would never send.</summary>
public sealed class RawWebSocket : IAsyncDisposable
{
    private readonly TcpClient _tcp;
    private readonly NetworkStream _stream;

    private RawWebSocket(TcpClient tcp)
    {
        _tcp = tcp;
        Socket = tcp.Client; // the client forgets it when it is closed
        _stream = tcp.GetStream();
    }

    /// <summary>The socket, for tests that write and read on their own threads.</summary>
    public Socket Socket { get; }

    /// <summary>Connects, and asks for the upgrade. Everything after the answer's head is still to be read.</summary>
    /// <param name="address">The endpoint, with its query.</param>
    /// <param name="receiveBuffer">The size of the socket's receive buffer, for slow clients.</param>
    /// <param name="headers">Additional lines of the request.</param>
    public static async Task<RawWebSocket> ConnectAsync(Uri address, int? receiveBuffer = null, params IEnumerable<string> headers)
    {
        var raw = await OpenAsync(address, receiveBuffer);
        var head = await raw.RequestAsync([.. Handshake(address), .. headers]);
        Assert.StartsWith("HTTP/1.1 101 ", head, StringComparison.Ordinal);
        return raw;
    }

    /// <summary>Only opens the TCP connection.</summary>
    public static async Task<RawWebSocket> OpenAsync(Uri address, int? receiveBuffer = null)
    {
        var tcp = new TcpClient { NoDelay = true };
        if (receiveBuffer is { } size) tcp.ReceiveBufferSize = size;
        await tcp.ConnectAsync(IPAddress.Loopback, address.Port).WithinLimitAsync("the connection");
        return new RawWebSocket(tcp);
    }

    /// <summary>A valid request for an upgrade, line by line, so that a test can change one.</summary>
    public static string[] Handshake(Uri address) =>
    [
        $"GET {address.PathAndQuery} HTTP/1.1",
        $"Host: {address.Authority}",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        $"Sec-WebSocket-Key: {Convert.ToBase64String(RandomNumberGenerator.GetBytes(16))}",
    ];

    /// <summary>Sends the lines of a request. Returns the head of the answer.</summary>
    public async Task<string> RequestAsync(params IEnumerable<string> lines)
    {
        await SendBytesAsync(Encoding.Latin1.GetBytes(string.Join("\r\n", lines) + "\r\n\r\n"));
        return await ReadHeadAsync();
    }

    /// <summary>Reads the head of an answer.</summary>
    public async Task<string> ReadHeadAsync()
    {
        var head = new StringBuilder();
        while (!EndsHead(head)) head.Append((char)(await ReadAsync(1) ?? throw new EndOfStreamException($"The server ended after: {head}"))[0]);
        return head.ToString();

        static bool EndsHead(StringBuilder head) => head.Length >= 4 && head.ToString(head.Length - 4, 4) == "\r\n\r\n";
    }

    /// <summary>Reads the body of an answer after its head.</summary>
    public async Task<string> ReadBodyAsync(string head)
    {
        const string Name = "Content-Length: ";
        var length = head.Split("\r\n").FirstOrDefault(line => line.StartsWith(Name, StringComparison.OrdinalIgnoreCase));
        return length is null ? "" : Encoding.UTF8.GetString(await ReadAsync(int.Parse(length[Name.Length..], CultureInfo.InvariantCulture)) ?? []);
    }

    public Task SendBytesAsync(byte[] bytes) => _stream.WriteAsync(bytes).AsTask().WithinLimitAsync("bytes to be sent");

    public Task SendTextAsync(string text) => SendAsync(Opcode.Text, Encoding.UTF8.GetBytes(text));

    public Task SendAsync(Opcode opcode, byte[] payload, bool final = true, bool masked = true, int reserved = 0)
        => SendBytesAsync(Frame(opcode, payload, final, masked, reserved));

    /// <summary>Sends a close frame.</summary>
    public Task SendCloseAsync(ushort code, string reason = "")
    {
        var payload = new byte[2 + Encoding.UTF8.GetByteCount(reason)];
        BinaryPrimitives.WriteUInt16BigEndian(payload, code);
        Encoding.UTF8.GetBytes(reason, payload.AsSpan(2));
        return SendAsync(Opcode.Close, payload);
    }

    /// <summary>A frame, valid or invalid.</summary>
    public static byte[] Frame(Opcode opcode, byte[] payload, bool final = true, bool masked = true, int reserved = 0)
    {
        var extended = payload.Length < 126 ? 0 : payload.Length <= ushort.MaxValue ? 2 : 8;
        var start = 2 + extended + (masked ? 4 : 0);
        var frame = new byte[start + payload.Length];
        frame[0] = (byte)((final ? 0x80 : 0) | (reserved << 4) | (byte)opcode);
        frame[1] = (byte)((masked ? 0x80 : 0) | extended switch { 0 => payload.Length, 2 => 126, _ => 127 });
        if (extended == 2) BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)payload.Length);
        else if (extended == 8) BinaryPrimitives.WriteInt64BigEndian(frame.AsSpan(2), payload.Length);

        ReadOnlySpan<byte> key = masked ? [0x12, 0x34, 0x56, 0x78] : [0, 0, 0, 0];
        if (masked) key.CopyTo(frame.AsSpan(2 + extended));
        for (var i = 0; i < payload.Length; i++) frame[start + i] = (byte)(payload[i] ^ key[i % 4]);
        return frame;
    }

    /// <summary>The next frame, or null if the server has ended the connection.</summary>
    public async Task<RawFrame?> ReceiveAsync()
    {
        if (await ReadAsync(2) is not { } head) return null;
        Assert.True((head[1] & 0x80) == 0, "A server must not mask its frames.");
        long length = head[1] & 0x7F;
        if (length == 126) length = BinaryPrimitives.ReadUInt16BigEndian(await ReadAsync(2));
        else if (length == 127) length = BinaryPrimitives.ReadInt64BigEndian(await ReadAsync(8));
        var payload = await ReadAsync((int)length) ?? throw new EndOfStreamException("The server ended inside a frame.");
        return new((Opcode)(head[0] & 0x0F), (head[0] & 0x80) != 0, (head[0] >> 4) & 7, payload);
    }

    /// <summary>Asserts that the next frame is this one.</summary>
    public async Task ExpectAsync(Opcode opcode, string payload)
    {
        var frame = await ReceiveAsync();
        Assert.NotNull(frame);
        Assert.Equal((opcode, 0, payload), (frame.Opcode, frame.Reserved, frame.Text));
    }

    /// <summary>Asserts that the next frame is a close with this code; then the server ends the connection, answered or not.</summary>
    public async Task ExpectCloseAsync(int code, string? reason = null)
    {
        var frame = await ReceiveAsync();
        Assert.NotNull(frame);
        Assert.Equal(Opcode.Close, frame.Opcode);
        Assert.Equal(code, BinaryPrimitives.ReadUInt16BigEndian(frame.Payload));
        if (reason is not null) Assert.Equal(reason, Encoding.UTF8.GetString(frame.Payload.AsSpan(2)));
    }

    /// <summary>Asserts that the server ends the connection, in order or by a reset.</summary>
    public async Task ExpectEndAsync()
    {
        try
        {
            Assert.Null(await ReceiveAsync());
        }
        catch (IOException)
        {
            // A reset is an end too.
        }
    }

    /// <summary>Vanishes: the connection is reset without a close frame or an orderly end.</summary>
    public void Vanish()
    {
        Socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _tcp.Close();
    }

    public ValueTask DisposeAsync()
    {
        _tcp.Dispose();
        return default;
    }

    /// <summary>Exactly this many bytes, or null if the connection ends before the first.</summary>
    private async Task<byte[]?> ReadAsync(int count)
    {
        var bytes = new byte[count];
        var read = await _stream.ReadAtLeastAsync(bytes, count, throwOnEndOfStream: false).AsTask().WithinLimitAsync("bytes of the server");
        if (read == 0 && count > 0) return null;
        return read == count ? bytes : throw new EndOfStreamException("The server ended inside a frame.");
    }
}
