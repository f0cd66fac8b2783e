using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using QueueRun.Diagnostics;

namespace QueueRun.Wire;

/// <summary>The opening handshake (RFC 6455, 4.2), from the request to the transport.</summary>
internal static class Handshake
{
    private const string Version = "13";
    private const string WebSocket = "websocket";
    private const int KeyLength = 24;    // characters of base64
    private const int KeySize = 16;      // bytes that they encode

    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Null if the request is a correct opening handshake; otherwise the error.</summary>
    public static Refusal? Check(HttpContext context)
    {
        if (Connecting(context) is { } connect) return CheckConnect(context, connect);

        // A server that owns the wire has already checked the handshake.
        if (!CanUpgrade(context) && OffersWebSocketOnly(context)) return null;

        var request = context.Request;
        var headers = request.Headers;
        // Methods are case-sensitive (RFC 9110, 9.1); HttpMethods.IsGet ignores case.
        if (request.Method != HttpMethods.Get) return new(StatusCodes.Status405MethodNotAllowed, "A WebSocket is opened with GET.");

        var upgrade = HasToken(headers.Upgrade, WebSocket);
        if (!upgrade && headers.SecWebSocketKey.Count == 0)
            return new(StatusCodes.Status426UpgradeRequired, "This is a WebSocket endpoint.");
        if (!upgrade) return Wrong("The header 'Upgrade: websocket' is missing. A proxy in between may have removed it.");
        if (!HasToken(headers.Connection, HeaderNames.Upgrade))
            return Wrong("The header 'Connection: Upgrade' is missing. A proxy in between may have removed it.");

        if (HttpProtocol.IsHttp10(request.Protocol)) return Wrong("A WebSocket is opened with HTTP/1.1.");

        if (CheckVersion(headers.SecWebSocketVersion) is { } wrong) return wrong;

        var key = headers.SecWebSocketKey;
        if (key.Count != 1) return Wrong("Exactly one header 'Sec-WebSocket-Key' is required.");
        if (!IsKey(key.ToString())) return Wrong($"The header 'Sec-WebSocket-Key' is not the base64 form of {KeySize} bytes.");
        return CanUpgrade(context) ? null : Wrong("This connection cannot be upgraded.");
    }

    /// <summary>HTTP/2 (RFC 8441): only the version and the negotiation remain of the handshake.</summary>
    private static Refusal? CheckConnect(HttpContext context, IHttpExtendedConnectFeature connect)
        => WebSocket.Equals(connect.Protocol, StringComparison.OrdinalIgnoreCase)
            ? CheckVersion(context.Request.Headers.SecWebSocketVersion)
            : new(StatusCodes.Status501NotImplemented, "This is a WebSocket endpoint.");

    private static Refusal? CheckVersion(StringValues version)
    {
        if (version.Count != 1) return Wrong("Exactly one header 'Sec-WebSocket-Version' is required.");
        return version == Version
            ? null
            : new(StatusCodes.Status426UpgradeRequired, $"Only version {Version} of the WebSocket protocol is supported.");
    }

    /// <summary>Answers a refused handshake.</summary>
    public static async Task RefuseAsync(HttpContext context, Refusal refusal)
    {
        var response = context.Response;
        response.StatusCode = refusal.StatusCode;
        if (refusal.StatusCode == StatusCodes.Status405MethodNotAllowed) response.Headers.Allow = HttpMethods.Get;
        if (refusal.Reason == RefusalReason.ClusterUnavailable) response.Headers.RetryAfter = "5"; // seconds
        var upgradeRequired = refusal.StatusCode == StatusCodes.Status426UpgradeRequired;
        if (upgradeRequired) response.Headers.SecWebSocketVersion = Version;
        if (HttpProtocol.IsHttp11(context.Request.Protocol))
        {
            // Bytes after a refused upgrade may be frames, or come through a proxy that takes any answer for an upgrade: they must not be
            // read as the next request. A client that only asked for a page may upgrade on the same connection.
            var asked = context.Request.Headers;
            var closes = asked.Upgrade.Count > 0 || asked.SecWebSocketKey.Count > 0 || HasToken(asked.Connection, "close");
            if (upgradeRequired)
            {
                // RFC 9110, 7.8: a sender of Upgrade names it in Connection. Kestrel adds nothing to that header, so without keep-alive it
                // would end the connection.
                response.Headers.Upgrade = WebSocket;
                response.Headers.Connection = closes ? "Upgrade, close" : "Upgrade, keep-alive";
            }
            else if (closes)
            {
                response.Headers.Connection = "close";
            }
        }

        if (refusal.Message is null) return;

        var body = Encoding.UTF8.GetBytes(refusal.Message);
        response.ContentType = "text/plain; charset=utf-8";
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>
    /// The pipes that HTTP/1.1 uses for this request, if they can be taken from under it; otherwise null. They are HTTP's only if no
    /// middleware of the server stands in between: TLS does, and connection logging may.
    /// </summary>
    public static DetachablePipes? FindDetachable(HttpContext context)
        => CanUpgrade(context) && Connecting(context) is null
            ? context.Features.Get<IConnectionTransportFeature>()?.Transport as DetachablePipes
            : null;

    /// <summary>
    /// Answers a correct handshake, and returns the transport of the frames; null, without an answer, if the server has as many upgraded
    /// connections as allowed.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="options">The program's settings.</param>
    /// <param name="detachable">The pipes that are taken from under HTTP, so that the request may end; null if it lasts.</param>
    public static ValueTask<ITransport?> AcceptAsync(HttpContext context, WireOptions options, DetachablePipes? detachable = null)
    {
        var headers = context.Request.Headers;
        var subProtocol = ChooseSubProtocol(headers.SecWebSocketProtocol, options.SubProtocols);
        var connect = Connecting(context);
        if (connect is null && !CanUpgrade(context)) return AcceptWebSocketAsync(context, options, subProtocol);

        var compression = options.Compression ? PerMessageDeflate.Accept(headers.SecWebSocketExtensions) : null;
        var answer = context.Response.Headers;
        if (subProtocol is not null) answer.SecWebSocketProtocol = subProtocol;
        if (compression is not null) answer.SecWebSocketExtensions = compression;
        if (AnswerToKey(headers.SecWebSocketKey) is { } accept) answer.SecWebSocketAccept = accept;
        return connect is not null
            ? ConnectAsync(context, connect, options.MaxMessageSize, subProtocol, compresses: compression is not null)
            : UpgradeAsync(context, options.MaxMessageSize, subProtocol, compresses: compression is not null, detachable);
    }

    /// <summary>
    /// The first of the program's subprotocols that the client offers; null, which is not an error, if it offers none of them.
    /// </summary>
    private static string? ChooseSubProtocol(StringValues offered, IReadOnlyList<string> ours)
    {
        foreach (var one in ours)
        {
            if (HasToken(offered, one, StringComparison.Ordinal)) return one;
        }

        return null;
    }

    private static async ValueTask<ITransport?> UpgradeAsync(
        HttpContext context, int maxMessageSize, string? subProtocol, bool compresses, DetachablePipes? detachable)
    {
        // The connection's features are read now: an abort may come after the request has ended.
        var features = context.Features;
        var pipes = features.Get<IConnectionTransportFeature>()?.Transport;
        if (pipes is DetachablePipes { Inner: var inner }) pipes = inner;
        Action abort =
            features.Get<IConnectionLifetimeFeature>() is { } connection ? connection.Abort
            : features.Get<IHttpRequestLifetimeFeature>() is { } request ? request.Abort
            : context.Abort;

        var headers = context.Response.Headers;
        headers.Connection = HeaderNames.Upgrade;
        headers.Upgrade = WebSocket;
        Stream stream;
        try
        {
            stream = await features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
        }
        catch (InvalidOperationException) when (!context.Response.HasStarted)
        {
            // Kestrel's MaxConcurrentUpgradedConnections is reached: Kestrel signals it only by this exception.
            headers.Remove(HeaderNames.Connection);
            headers.Remove(HeaderNames.Upgrade);
            headers.Remove(HeaderNames.SecWebSocketAccept);
            headers.Remove(HeaderNames.SecWebSocketProtocol);
            headers.Remove(HeaderNames.SecWebSocketExtensions);
            return null;
        }

        if (detachable is not null)
        {
            // Kestrel would measure how fast the rest of the response is taken, and reset the connection: there is no rest.
            if (features.Get<IHttpMinResponseDataRateFeature>() is { } rate) rate.MinDataRate = null;
            var own = detachable.Detach();
            return new PipeTransport(own.Input, own.Output, abort, maxMessageSize, ownsPipes: true, compresses) { SubProtocol = subProtocol };
        }

        // The connection's own pipes, if the server exposes them, because a stream over them copies once more.
        return pipes is not null
            ? new PipeTransport(pipes.Input, pipes.Output, abort, maxMessageSize, compresses: compresses) { SubProtocol = subProtocol }
            : new PipeTransport(
                PipeReader.Create(stream, new(leaveOpen: true)), PipeWriter.Create(stream, new(leaveOpen: true)),
                abort, maxMessageSize, ownsPipes: true, compresses) { SubProtocol = subProtocol };
    }

    private static async ValueTask<ITransport?> ConnectAsync(
        HttpContext context, IHttpExtendedConnectFeature connect, int maxMessageSize, string? subProtocol, bool compresses)
    {
        var features = context.Features;
        var reset = new StreamReset(features.Get<IHttpResetFeature>(), context);

        // This is not a request body: it may be silent for hours, and longer than any body.
        if (features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = null;
        if (features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate) rate.MinDataRate = null;

        var stream = await connect.AcceptAsync();

        // The connection's pipes carry all of its streams, so only this request's stream can be used. Zero-byte reads: a waiting connection
        // holds no buffer.
        return new PipeTransport(
            PipeReader.Create(stream, new(leaveOpen: true, useZeroByteReads: true)), PipeWriter.Create(stream, new(leaveOpen: true)),
            reset.Abort, maxMessageSize, ownsPipes: true, compresses) { SubProtocol = subProtocol };
    }

    private static async ValueTask<ITransport?> AcceptWebSocketAsync(HttpContext context, WireOptions options, string? subProtocol)
    {
        // QueueRun does keep-alive itself: an interval of zero turns off the server's.
        var accept = new WebSocketAcceptContext { KeepAliveInterval = TimeSpan.Zero, SubProtocol = subProtocol };
        var socket = await context.Features.GetRequiredFeature<IHttpWebSocketFeature>().AcceptAsync(accept);
        return new WebSocketTransport(socket, options.MaxMessageSize);
    }

    private static IHttpExtendedConnectFeature? Connecting(HttpContext context)
        => context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true } connect ? connect : null;

    private static bool CanUpgrade(HttpContext context) => context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true };

    private static bool OffersWebSocketOnly(HttpContext context)
        => context.Features.Get<IHttpWebSocketFeature>() is { IsWebSocketRequest: true };

    private static Refusal Wrong(string message) => new(StatusCodes.Status400BadRequest, message);

    /// <summary>Whether a list header has this element, in any of its lines.</summary>
    private static bool HasToken(StringValues header, string token, StringComparison comparison = StringComparison.OrdinalIgnoreCase)
    {
        foreach (var line in header)
        {
            foreach (var range in line.AsSpan().Split(','))
            {
                if (line.AsSpan(range).Trim(" \t").Equals(token, comparison)) return true;
            }
        }

        return false;
    }

    /// <summary>Whether the text can be an element of a list header (RFC 9110, 5.6.2).</summary>
    public static bool IsToken(string? text) => !string.IsNullOrEmpty(text) && !text.AsSpan().ContainsAnyExcept(TokenCharacters);

    private static bool IsKey(string key)
    {
        Span<byte> bytes = stackalloc byte[KeySize + 2]; // as many as 24 characters can encode
        return key.Length == KeyLength && Convert.TryFromBase64String(key, bytes, out var size) && size == KeySize;
    }

    /// <summary>
    /// The answer to a key (RFC 6455, 4.2.2); null if there is no valid key. Over HTTP/2 no key is needed (RFC 8441, 5), and an invalid one
    /// is ignored; but clients that send one anyway wait for the answer (undici 8.0 to 8.11, the WebSocket of Node.js 26.0 to 26.10).
    /// </summary>
    private static string? AnswerToKey(StringValues keys)
    {
        if (keys is not [{ } key] || !IsKey(key)) return null;

        var bytes = Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
#pragma warning disable CA5350 // The RFC requires SHA-1. It proves that the server speaks WebSocket, and protects nothing.
        return Convert.ToBase64String(SHA1.HashData(bytes));
#pragma warning restore CA5350
    }
}
