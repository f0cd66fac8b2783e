using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace QueueRun.Sockets.Benchmarks;

/// <summary>One connection of the load: raw frames on a socket, so that the client is the same for all servers.</summary>
internal sealed class Client : IDisposable
{
    private const byte SignalREnd = 0x1E;

    private static readonly byte[] s_mask = [0x12, 0x9A, 0x5C, 0xE7];

    private readonly Socket _socket;
    private readonly bool _isSignalR;
    private byte[] _buffer = new byte[4096];
    private int _count;

    private Client(Socket socket, bool isSignalR) => (_socket, _isSignalR) = (socket, isSignalR);

    public int File => (int)_socket.Handle;

    /// <summary>When the messages were sent that are not answered yet.</summary>
    public Queue<long> Sent { get; } = [];

    /// <summary>How many bytes came as frames.</summary>
    public long Bytes { get; private set; }

    /// <summary>Called with each message that comes; SignalR may put several into one frame, without its pings.</summary>
    public Action<ReadOnlySpan<byte>>? Received { get; set; }

    /// <summary>Opens a connection, and waits until it is open.</summary>
    public static Client Connect(IEndpoint server, string? user = null, string from = "127.0.0.1")
    {
        var client = Begin(server, user, from);
        client.AwaitOpen();
        client.StopWaiting();
        return client;
    }

    /// <summary>From now on nothing waits, neither for what comes nor for space.</summary>
    public void StopWaiting() => _socket.Blocking = false;

    /// <summary>Asks for a connection, and does not wait until the server has accepted it: then it can be written to.</summary>
    public static Client Dial(IEndpoint server)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, Blocking = false, LingerState = new(enable: true, seconds: 0) };
        Epoll.Connect((int)socket.Handle, server.Port);
        return new(socket, server.Kind.IsSignalR);
    }

    /// <summary>The first request on such a connection.</summary>
    public void SendHandshake(IEndpoint server, string? user = null) => Send(Handshake(server, user));

    /// <summary>Reads the answer to it; false if it has not come yet.</summary>
    public bool TryReadHandshake()
    {
        var got = _socket.Receive(_buffer.AsSpan(_count), SocketFlags.None, out var error);
        if (error is SocketError.WouldBlock) return false;
        if (error is not SocketError.Success || got == 0) throw new InvalidOperationException("The server closed the connection.");
        _count += got;
        return IsHandshakeRead();
    }

    /// <summary>SignalR's own handshake, which it answers with a message.</summary>
    public void SendSignalRHandshake() => Send(Frame("""{"protocol":"json","version":1}""" + (char)SignalREnd));

    /// <summary>Asks for a connection. What is called on it before it is open, or to close it, waits.</summary>
    public static Client Begin(IEndpoint server, string? user = null, string from = "127.0.0.1")
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        socket.Connect(IPAddress.Loopback, server.Port);
        socket.Send(Handshake(server, user));
        return new(socket, server.Kind.IsSignalR);
    }

    /// <summary>Waits until the connection that was asked for is open.</summary>
    public void AwaitOpen()
    {
        ReadHandshake();
        if (!_isSignalR) return;

        SendSignalRHandshake();
        Await();
    }

    /// <summary>Waits for a message.</summary>
    public void Await()
    {
        while (Receive() == 0)
        {
        }
    }

    /// <summary>Sends a close frame, and waits until the server has ended the connection.</summary>
    public void Close()
    {
        _socket.Send([0x88, 0x82, .. s_mask, (byte)(0x03 ^ s_mask[0]), (byte)(0xE8 ^ s_mask[1])]); // 1000
        while (_socket.Receive(_buffer) > 0)
        {
        }
    }

    /// <summary>A masked text frame.</summary>
    public static byte[] Frame(string text)
    {
        var payload = Encoding.UTF8.GetBytes(text);
        byte[] frame = payload.Length < 126
            ? [0x81, (byte)(0x80 | payload.Length), .. s_mask, .. payload]
            : [0x81, 0x80 | 126, (byte)(payload.Length >> 8), (byte)payload.Length, .. s_mask, .. payload];
        for (var i = 0; i < payload.Length; i++) frame[frame.Length - payload.Length + i] ^= s_mask[i & 3];
        return frame;
    }

    public void Send(ReadOnlySpan<byte> frames)
    {
        while (frames.Length > 0)
        {
            var sent = _socket.Send(frames, SocketFlags.None, out var error);
            if (error is SocketError.WouldBlock)
            {
                _socket.Poll(-1, SelectMode.SelectWrite);
                continue;
            }

            if (error is not SocketError.Success) throw new SocketException((int)error);
            frames = frames[sent..];
        }
    }

    /// <summary>Reads what is there; how many messages that were.</summary>
    public int Receive()
    {
        var got = _socket.Receive(_buffer.AsSpan(_count), SocketFlags.None, out var error);
        if (error is SocketError.WouldBlock) return 0;
        if (error is not SocketError.Success || got == 0) throw new InvalidOperationException("The server closed the connection.");

        _count += got;
        Bytes += got;
        var (at, messages) = (0, 0);
        while (TryReadFrame(_buffer.AsSpan(at, _count - at), out var length, out var came))
        {
            at += length;
            messages += came;
        }

        _buffer.AsSpan(at, _count - at).CopyTo(_buffer);
        _count -= at;
        if (_count == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
        return messages;
    }

    public void Dispose() => _socket.Dispose();

    private bool TryReadFrame(ReadOnlySpan<byte> bytes, out int length, out int messages)
    {
        (length, messages) = (0, 0);
        if (bytes.Length < 2) return false;

        var (opcode, payload, header) = (bytes[0] & 0xF, bytes[1] & 0x7F, 2);
        if (payload == 126)
        {
            if (bytes.Length < 4) return false;
            (payload, header) = (BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]), 4);
        }

        length = header + payload;
        if (bytes.Length < length) return false;

        var data = bytes.Slice(header, payload);
        if (opcode == 9) Send([0x8A, (byte)(0x80 | payload), 0, 0, 0, 0, .. data]);
        else if (opcode == 8) throw new InvalidOperationException($"The server closed: {Encoding.UTF8.GetString(data[2..])}");
        else if (_isSignalR) messages = CountSignalR(data);
        else
        {
            messages = 1;
            Received?.Invoke(data);
        }

        return true;
    }

    // SignalR puts several messages into one frame when it can, its pings among them.
    private int CountSignalR(ReadOnlySpan<byte> data)
    {
        var count = 0;
        for (; data.IndexOf(SignalREnd) is >= 0 and var end; data = data[(end + 1)..])
        {
            if (data[..end].SequenceEqual("{\"type\":6}"u8)) continue;

            count++;
            Received?.Invoke(data[..end]);
        }

        return count;
    }

    private void ReadHandshake()
    {
        while (true)
        {
            _count += _socket.Receive(_buffer.AsSpan(_count));
            if (IsHandshakeRead()) return;
        }
    }

    private bool IsHandshakeRead()
    {
        if (_buffer.AsSpan(0, _count).IndexOf("\r\n\r\n"u8) is not (>= 0 and var end)) return false;

        if (!_buffer.AsSpan().StartsWith("HTTP/1.1 101"u8)) throw new InvalidOperationException(Encoding.ASCII.GetString(_buffer, 0, end));
        _count = 0; // no server speaks first
        return true;
    }

    private static byte[] Handshake(IEndpoint server, string? user) => Encoding.ASCII.GetBytes(
        $"GET {server.Kind.Path}{(user is null ? "" : $"?user={user}")} HTTP/1.1\r\nHost: 127.0.0.1:{server.Port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n{server.Kind.Headers}\r\n");
}
