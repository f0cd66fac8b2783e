using System.Net.Sockets;

namespace QueueRun.Hostile;

/// <summary>
/// One attacker: writes the same bytes again and again as fast as the server takes them, and reads the answers. It has two threads, and
/// pauses after each write, so that the cost is the server's and not its own.
/// </summary>
internal sealed class Flood : IAsyncDisposable
{
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(1);

    private readonly RawWebSocket _connection;
    private readonly Thread _writer;
    private readonly Thread? _reader;
    private long _written;

    /// <param name="connection">Owned by the flood.</param>
    /// <param name="bytes">The bytes of one write: many frames, so that the attacker's own cost is small.</param>
    /// <param name="reads">Whether it reads the answers.</param>
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

    /// <summary>The number of bytes that the server's side has taken.</summary>
    public long Written => Interlocked.Read(ref _written);

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
            // The server has ended the connection, or the test is over.
        }
    }

    private void Read()
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (_connection.Socket.Receive(buffer) > 0) Thread.Sleep(Breath);
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // The server has ended the connection, or the test is over.
        }
    }
}
