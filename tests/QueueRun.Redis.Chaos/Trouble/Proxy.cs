using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace QueueRun.Redis.Chaos.Trouble;

/// <summary>Stands between a process and Redis, and can cut it off: it breaks its connections, and accepts none.</summary>
internal sealed class Proxy : IAsyncDisposable
{
    private readonly int _target;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, bool> _sockets = [];
    private readonly Task _accepting;
    private volatile bool _isSilent;
    private volatile bool _isCut;

    public Proxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Cuts the process off.</summary>
    /// <param name="isSilent">Connections stay open, and nothing comes through; else they are reset.</param>
    public void Cut(bool isSilent)
    {
        (_isSilent, _isCut) = (isSilent, true);
        if (!isSilent) Reset();
    }

    /// <summary>The process can reach Redis again. What was held back is lost with its connection, as in a network.</summary>
    public void Mend()
    {
        _isCut = false;
        if (_isSilent) Reset();
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        Reset();
        await _accepting;
    }

    private void Reset()
    {
        foreach (var socket in _sockets.Keys) socket.Close(0);
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                var client = await _listener.AcceptSocketAsync();
                if (_isCut && !_isSilent) client.Close(0);
                else _ = ServeAsync(client);
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return; // it was stopped
            }
        }
    }

    private async Task ServeAsync(Socket client)
    {
        var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        _sockets[client] = _sockets[server] = true;
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _target);
            await Task.WhenAny(PumpAsync(client, server), PumpAsync(server, client));
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Redis is not there, or the process has been cut off.
        }
        finally
        {
            foreach (var socket in new[] { client, server })
            {
                _sockets.TryRemove(socket, out _);
                socket.Close(0);
            }
        }
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                if (_isCut) continue; // silent: it is received, and goes nowhere

                for (var sent = 0; sent < count;) sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The other direction ends, too.
        }
    }
}
