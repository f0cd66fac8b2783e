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
/// A connection without a port. Toward the server it is what Kestrel's connections are, an upgrade and two pipes: the frames on it are
/// the real ones, and so are pings, limits and close codes.
/// </summary>
internal sealed class MemoryConnection : IHttpUpgradeFeature, IConnectionTransportFeature, IConnectionLifetimeFeature, IDuplexPipe
{
    /// <summary>What a network holds between two programs before the writer has to wait.</summary>
    private const int Room = 64 * 1024;

    private readonly Lane _toServer = new(room: 0); // 0: a test never waits to send
    private readonly Lane _toClient = new(Room);
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HttpContext? _context;
    private int _cut;

    /// <summary>The server's end; null until it is up.</summary>
    public Connection? Server { get; set; }

    /// <summary>Completes when the server has ended the request.</summary>
    public Task Over => _over.Task;

    /// <summary>Whether the server's reader waits for a message for the first time: then the connection is up.</summary>
    public bool IsUp => Over.IsCompleted || _toServer.ReaderWaits;

    public long Traffic => _toServer.Traffic + _toClient.Traffic;

    /// <summary>Whether either end has dealt with all that the other sent.</summary>
    public bool IsQuiet => _toClient.IsQuiet && (Over.IsCompleted || (_toServer.IsQuiet && Volatile.Read(ref _cut) == 0));

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
        get => CancellationToken.None; // nothing of QueueRun's listens to it
        set => throw new NotSupportedException();
    }

    /// <summary>Opens it: the whole of the program's pipeline answers.</summary>
    /// <returns>The response; its status is 101 where the server agreed.</returns>
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

    /// <summary>The client's WebSocket. Nothing here keeps it alive but the server.</summary>
    public WebSocket CreateClient()
        => WebSocket.CreateFromStream(
            new LaneStream(_toClient.Reader, _toServer.Writer), new WebSocketCreationOptions { IsServer = false, KeepAliveInterval = TimeSpan.Zero });

    async Task<Stream> IHttpUpgradeFeature.UpgradeAsync()
    {
        _context!.Response.StatusCode = StatusCodes.Status101SwitchingProtocols;
        await _context.Response.Body.FlushAsync(CancellationToken.None).ConfigureAwait(false); // the client hears of it now
        return Stream.Null; // the pipes are offered beside it
    }

    /// <summary>The connection is lost, from either side: no close frame, and nothing more arrives.</summary>
    public void Abort()
    {
        if (Interlocked.Exchange(ref _cut, 1) != 0) return;

        var lost = new ConnectionResetException("The connection was lost.");
        _toServer.Writer.Complete(lost);
        _toClient.LetGo();
        _toClient.Reader.CancelPendingRead();
        _toClient.Writer.CancelPendingFlush();
    }

    /// <summary>The client gets nothing more to read, and so answers nothing. What it is sent fills the way to it.</summary>
    public void Silence() => _toClient.Hold();

    /// <summary>The client reads no more: what is still on its way to it goes nowhere.</summary>
    public void StopReading() => _toClient.Reader.Complete();

    private async Task EndAsync(Stream body)
    {
        // The body has no bytes: it ends when the request does.
        try
        {
            await body.CopyToAsync(Stream.Null).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The request failed: that is an end too, and the server has logged it.
        }

        _toServer.Reader.Complete();
        _toClient.Writer.Complete();
        _over.SetResult();
    }
}
