using System.IO.Pipelines;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.TestHost;
using QueueRun.Connections;

namespace QueueRun.Testing.Wire;

/// <summary>
/// A connection without a port. To the server it looks like a connection of Kestrel, an upgrade and two pipes: so frames, pings, limits and
/// close codes are real.
/// </summary>
internal sealed class MemoryConnection : IHttpUpgradeFeature, IConnectionTransportFeature, IConnectionLifetimeFeature, IDuplexPipe
{
    /// <summary>How many bytes a network buffers between two programs before the writer must wait.</summary>
    private const int Room = 64 * 1024;

    private readonly Lane _toServer = new(room: 0); // 0: a test never waits to send
    private readonly Lane _toClient = new(Room);
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HttpContext? _context;
    private int _cut;

    /// <summary>The server's end; null until the connection is up.</summary>
    public Connection? Server { get; set; }

    /// <summary>Completes when the server has ended the request.</summary>
    public Task Over => _over.Task;

    /// <summary>Whether the server's reader waits for a message for the first time: then the connection is up.</summary>
    public bool IsUp => Over.IsCompleted || _toServer.ReaderWaits;

    public long Traffic => _toServer.Traffic + _toClient.Traffic;

    /// <summary>Whether the client has read all data from the server, or has stopped reading.</summary>
    public bool HasClientRead => _toClient.IsQuiet;

    /// <summary>Whether the server has read all data from the client.</summary>
    public bool HasServerRead => _toServer.IsQuiet;

    /// <summary>Whether the server has ended the request, or has read all data from the client.</summary>
    public bool IsServerDone => Over.IsCompleted || (HasServerRead && !IsCut);

    /// <summary>Whether the connection was lost.</summary>
    public bool IsCut => Volatile.Read(ref _cut) != 0;

    /// <summary>Whether the client neither reads nor answers.</summary>
    public bool IsSilent => _toClient.IsHeld && !IsCut;

    /// <summary>Whether the server waits until the client reads.</summary>
    public bool IsFull => _toClient.WriterWaits;

    bool IHttpUpgradeFeature.IsUpgradableRequest => true;

    IDuplexPipe IConnectionTransportFeature.Transport
    {
        get => this;
        set => throw new NotSupportedException();
    }

    PipeReader IDuplexPipe.Input => _toServer.Reader;

    PipeWriter IDuplexPipe.Output => _toClient.Writer;

    CancellationToken IConnectionLifetimeFeature.ConnectionClosed
    {
        get => CancellationToken.None; // QueueRun does not use it
        set => throw new NotSupportedException();
    }

    /// <summary>Opens the connection: the program's whole pipeline answers.</summary>
    /// <returns>The response; its status is 101 if the server agreed.</returns>
    public async Task<HttpContext> OpenAsync(TestServer server, Action<HttpContext> configure)
    {
        var response = await server.SendAsync(context =>
        {
            _context = context;
            var request = context.Request;
            request.Method = HttpMethods.Get;
            request.Headers.Upgrade = "websocket";
            request.Headers.Connection = "Upgrade";
            request.Headers.SecWebSocketVersion = "13";
            request.Headers.SecWebSocketKey = Convert.ToBase64String(Guid.NewGuid().ToByteArray());
            context.Features.Set<IHttpUpgradeFeature>(this);
            context.Features.Set<IConnectionTransportFeature>(this);
            context.Features.Set<IConnectionLifetimeFeature>(this);
            context.Features.Set(this);
            configure(context);
        }).ConfigureAwait(false);
        if (response.Response.StatusCode == StatusCodes.Status101SwitchingProtocols) _ = EndAsync(response.Response.Body);
        return response;
    }

    /// <summary>The client's WebSocket. It sends no keep-alive: only the server does.</summary>
    public WebSocket CreateClient()
        => WebSocket.CreateFromStream(
            new LaneStream(_toClient.Reader, _toServer.Writer), new WebSocketCreationOptions { IsServer = false, KeepAliveInterval = TimeSpan.Zero });

    async Task<Stream> IHttpUpgradeFeature.UpgradeAsync()
    {
        _context!.Response.StatusCode = StatusCodes.Status101SwitchingProtocols;
        await _context.Response.Body.FlushAsync(CancellationToken.None).ConfigureAwait(false); // the client receives the headers now
        return Stream.Null; // the pipes are used instead
    }

    /// <summary>Loses the connection, in both directions: there is no close frame, and no more data arrive.</summary>
    public void Abort()
    {
        if (Interlocked.Exchange(ref _cut, 1) != 0) return;

        var lost = new ConnectionResetException("The connection was lost.");
        _toServer.Writer.Complete(lost);
        _toClient.LetGo();
        _toClient.Reader.CancelPendingRead();
        _toClient.Writer.CancelPendingFlush();
    }

    /// <summary>The client receives nothing more, and so answers nothing. Data to it fill the buffer.</summary>
    public void Silence() => _toClient.Hold();

    /// <summary>The client reads no more: data on the way to it are dropped.</summary>
    public void StopReading() => _toClient.Reader.Complete();

    private async Task EndAsync(Stream body)
    {
        // The body has no bytes: it ends with the request.
        try
        {
            await body.CopyToAsync(Stream.Null).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The request failed: this is an end too, and the server has logged it.
        }

        _toServer.Reader.Complete();
        _toClient.Writer.Complete();
        _over.SetResult();
    }
}
