using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace QueueRun.Clients;

/// <summary>The network between clients and server: it can break, lose everything in silence, and refuse.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, Socket> _pairs = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly int _to;
    private readonly Task _accepting;
    private volatile bool _refuses;
    private volatile bool _loses;

    /// <param name="to">The server's port.</param>
    public Relay(int to)
    {
        _to = to;
        _listener.Start(1024);
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many connections were let through.</summary>
    public int Accepted { get; private set; }

    /// <summary>All connections break, and until <see cref="Pass"/> there are no new ones.</summary>
    public void Refuse()
    {
        _refuses = true;
        Cut();
    }

    /// <summary>All connections break.</summary>
    public void Cut()
    {
        foreach (var pair in _pairs)
            foreach (var socket in (Socket[])[pair.Key, pair.Value]) Break(socket);
    }

    /// <summary>Nothing arrives any more on the connections there are, and nobody is told.</summary>
    public void Lose() => _loses = true;

    public void Pass() => (_refuses, _loses) = (false, false);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        Cut();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ConnectAsync(await _listener.AcceptSocketAsync(_stop.Token));
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ConnectAsync(Socket client)
    {
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using (client)
        {
            if (_refuses) return;
            client.NoDelay = true;
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _to);
                _pairs[client] = server;
                Accepted++;
                await Task.WhenAny(PumpAsync(client, server), PumpAsync(server, client));
            }
            catch (SocketException)
            {
            }
            finally
            {
                _pairs.TryRemove(client, out _);
            }
        }
    }

    private static void Break(Socket socket)
    {
        try
        {
            socket.LingerState = new(true, 0); // a reset, and no end in good order
            socket.Dispose();
        }
        catch (Exception error) when (error is ObjectDisposedException or SocketException)
        {
            // it has ended by itself
        }
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
                if (!_loses) await to.SendAsync(buffer.AsMemory(0, count));
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
        }
    }
}
