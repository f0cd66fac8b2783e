using System.Net.Sockets;

namespace QueueRun.Hostile;

/// <summary>
/// One attacker: writes the same bytes again and again as fast as the server takes them, and reads what comes back. Two threads of its own; it
/// pauses after each write, so that what it costs is the server's work and not its own.
/// </summary>
internal sealed class Flood : IAsyncDisposable
{
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(1);

    private readonly RawWebSocket _connection;
    private readonly Thread _writer;
    private readonly Thread? _reader;
    private long _written;
    private long _read;
    private volatile bool _over;

    /// <param name="connection">Taken over.</param>
    /// <param name="bytes">What is written in one piece: many frames, so that the attacker's own cost is small.</param>
    /// <param name="reads">Whether it takes what it is sent.</param>
    public Flood(RawWebSocket connection, byte[] bytes, bool reads = true)
    {
        _connection = connection;
        connection.Socket.SendBufferSize = 64 * 1024;
        _writer = new Thread(() => Write(bytes)) { IsBackground = true };
        _writer.Start();
        if (!reads) return;

        _reader = new Thread(Read) { IsBackground = true };
        _reader.Start();
    }

    /// <summary>Bytes that the server's side has taken.</summary>
    public long Written => Interlocked.Read(ref _written);

    /// <summary>Bytes that the server has sent.</summary>
    public long BytesRead => Interlocked.Read(ref _read);

    /// <summary>The server has ended the connection.</summary>
    public bool IsOver => _over;

    public ValueTask DisposeAsync()
    {
        _connection.Vanish();
        _writer.Join();
        _reader?.Join();
        return default;
    }

    private void Write(byte[] bytes)
    {
        try
        {
            while (true)
            {
                _connection.Socket.Send(bytes);
                Interlocked.Add(ref _written, bytes.Length);
                Thread.Sleep(Breath);
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            _over = true;
        }
    }

    private void Read()
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (_connection.Socket.Receive(buffer) is > 0 and var count)
            {
                Interlocked.Add(ref _read, count);
                Thread.Sleep(Breath);
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            _over = true;
        }
    }
}
