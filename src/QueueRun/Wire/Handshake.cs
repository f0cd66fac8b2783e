using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace QueueRun.Wire;

/// <summary>Why a request is no opening handshake.</summary>
internal sealed record HandshakeError(int StatusCode, string Message);

/// <summary>The opening handshake over HTTP/1.1 (RFC 6455, 4.2).</summary>
internal static class Handshake
{
    private const string Version = "13";
    private const int KeySize = 16;

    /// <summary>What is wrong with the request, or null.</summary>
    public static HandshakeError? Check(HttpContext context)
    {
        if (IsPrepared(context)) return null;

        var request = context.Request;
        if (!HttpMethods.IsGet(request.Method))
            return new(StatusCodes.Status405MethodNotAllowed, "A WebSocket handshake is a GET request.");
        if (!HasToken(request.Headers.Upgrade, "websocket"))
            return new(StatusCodes.Status426UpgradeRequired, "This is a WebSocket endpoint: the request has no header \"Upgrade: websocket\".");
        if (!HasToken(request.Headers.Connection, "Upgrade"))
            return new(StatusCodes.Status400BadRequest, "The header \"Connection: Upgrade\" is missing.");
        if (request.Headers.SecWebSocketVersion is not [{ } version])
            return new(StatusCodes.Status400BadRequest, "The header Sec-WebSocket-Version is needed once.");
        if (version.Trim() != Version)
            return new(StatusCodes.Status426UpgradeRequired, $"The WebSocket version is not supported: use {Version}.");
        if (request.Headers.SecWebSocketKey is not [{ } key] || !IsKey(key))
            return new(StatusCodes.Status400BadRequest, $"The header Sec-WebSocket-Key is needed once: {KeySize} bytes in base64.");
        if (context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true })
            return new(StatusCodes.Status400BadRequest, "The connection cannot be upgraded.");

        return null;
    }

    /// <summary>Answers a request that is no handshake.</summary>
    public static Task WriteAsync(HandshakeError error, HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = error.StatusCode;
        if (error.StatusCode == StatusCodes.Status405MethodNotAllowed) response.Headers.Allow = HttpMethods.Get;
        if (error.StatusCode == StatusCodes.Status426UpgradeRequired)
        {
            response.Headers.Upgrade = "websocket";
            response.Headers.Connection = "Upgrade";
            response.Headers.SecWebSocketVersion = Version;
        }

        response.ContentType = "text/plain; charset=utf-8";
        return response.WriteAsync(error.Message);
    }

    /// <summary>Answers 101, and opens the transport.</summary>
    public static async ValueTask<ITransport> AcceptAsync(HttpContext context, int maxMessageSize)
    {
        if (IsPrepared(context))
            return new WebSocketTransport(await context.Features.GetRequiredFeature<IHttpWebSocketFeature>().AcceptAsync(new()), maxMessageSize);

        var headers = context.Response.Headers;
        headers.Connection = "Upgrade";
        headers.Upgrade = "websocket";
        headers.SecWebSocketAccept = Accept(context.Request.Headers.SecWebSocketKey.ToString().Trim());
        var stream = await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();

        // From here on the connection's own pipes carry the frames, without the copy and the state of a stream over them.
        if (context.Features.Get<IConnectionTransportFeature>()?.Transport is { } pipes)
            return new PipeTransport(pipes.Input, pipes.Output, context.Abort, maxMessageSize);

        return new PipeTransport(PipeReader.Create(stream), PipeWriter.Create(stream), context.Abort, maxMessageSize);
    }

    /// <summary>Whether the server has done the handshake itself, and offers nothing below a WebSocket.</summary>
    private static bool IsPrepared(HttpContext context)
        => context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true }
            && context.Features.Get<IHttpWebSocketFeature>() is { IsWebSocketRequest: true };

    private static bool HasToken(StringValues header, string token)
    {
        foreach (var value in header)
        {
            foreach (var part in value.AsSpan().Split(','))
            {
                if (value.AsSpan(part).Trim().Equals(token, StringComparison.OrdinalIgnoreCase)) return true;
            }
        }

        return false;
    }

    private static bool IsKey(string key)
    {
        Span<byte> bytes = stackalloc byte[KeySize + 2];
        return Convert.TryFromBase64String(key.Trim(), bytes, out var size) && size == KeySize;
    }

    private static string Accept(string key)
    {
        // SHA-1 is what the RFC says; it proves that the server understood, and protects nothing.
#pragma warning disable CA5350
        return Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
    }
}
