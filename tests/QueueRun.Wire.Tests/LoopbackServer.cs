using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using QueueRun.Hosting;
using QueueRun.Tests;

namespace QueueRun.Wire.Tests;

/// <summary>A real Kestrel with one endpoint, and clients that speak raw bytes.</summary>
public class LoopbackServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Heartbeats _beats = new(NullLogger<Heartbeats>.Instance);
    private HttpMessageInvoker? _http2;

    public LoopbackServer(RequestDelegate endpoint)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.UseHttps(Certificate.New());
            });
            kestrel.Listen(IPAddress.Loopback, 0, UseDetachable);
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.UseHttps(Certificate.New());
                UseDetachable(listen);
            });
        });
        _app = builder.Build();
        _app.Run(endpoint);
    }

    public int Port => PortOf(0);

    public int Http2Port => PortOf(1);

    public Task StartAsync() => _app.StartAsync(TestContext.Current.CancellationToken);

    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _http2?.Dispose();
        await _app.DisposeAsync();
        _beats.Dispose();
    }

    /// <summary>A raw TCP or TLS connection.</summary>
    /// <param name="tls">Whether over TLS.</param>
    /// <param name="detachable">Whether the pipes can be taken from under HTTP.</param>
    public async Task<Stream> ConnectAsync(bool tls = false, bool detachable = false)
    {
        // A small buffer, so that a client that does not read is soon noticed.
        var client = new TcpClient { NoDelay = true, ReceiveBufferSize = 64 * 1024 };
        await client.ConnectAsync(IPAddress.Loopback, PortOf((tls, detachable) switch { (false, false) => 0, (true, false) => 2, (false, true) => 3, (true, true) => 4 }), TestContext.Current.CancellationToken);
        if (!tls) return client.GetStream();

#pragma warning disable CA5359 // The certificate was made a moment ago.
        var stream = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, (_, _, _, _) => true);
#pragma warning restore CA5359
        await stream.AuthenticateAsClientAsync("localhost");
        return stream;
    }

    /// <summary>Asks for a WebSocket on a connection of HTTP/2 (RFC 8441), plain or TLS.</summary>
    /// <param name="tls">Whether over TLS.</param>
    /// <param name="prepare">Changes the request.</param>
    public async Task<HttpResponseMessage> ConnectHttp2Async(bool tls = false, Action<HttpRequestMessage>? prepare = null)
    {
        _http2 ??= new(NewHandler());
        var request = new HttpRequestMessage(HttpMethod.Connect, new Uri(tls ? $"https://127.0.0.1:{PortOf(2)}/" : $"http://127.0.0.1:{Http2Port}/"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.Protocol = "websocket";
        request.Headers.Add("Sec-WebSocket-Version", "13");
        prepare?.Invoke(request);
        return await _http2.SendAsync(request, TestContext.Current.CancellationToken).WaitAsync(Outcome.Watchdog);
    }

    /// <summary>What clients of HTTP/2 connect with: it keeps one connection for all of them.</summary>
    public static SocketsHttpHandler NewHandler() => new()
    {
#pragma warning disable CA5359 // The certificate was made a moment ago.
        SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
#pragma warning restore CA5359
    };

    /// <summary>Sends a request, and reads the status line, the headers and the body if its length is given.</summary>
    public static async Task<string> RequestAsync(Stream stream, string request, params byte[] frames)
    {
        await stream.WriteAsync(ClientBytes.Join(Encoding.Latin1.GetBytes(request), frames));
        var answer = new StringBuilder();
        var one = new byte[1];
        while (!answer.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await ReadAsync(stream, one) == 0) return answer.ToString();
            answer.Append((char)one[0]);
        }

        const string Length = "Content-Length: ";
        var line = answer.ToString().Split("\r\n").FirstOrDefault(line => line.StartsWith(Length, StringComparison.OrdinalIgnoreCase));
        if (line is not null && !request.StartsWith("HEAD", StringComparison.Ordinal))
            answer.Append(Encoding.UTF8.GetString(await ReadExactlyAsync(stream, int.Parse(line[Length.Length..], null))));
        return answer.ToString();
    }

    public static async Task<byte[]> ReadExactlyAsync(Stream stream, int count)
    {
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes).AsTask().WaitAsync(Outcome.Watchdog);
        return bytes;
    }

    public static Task<int> ReadAsync(Stream stream, byte[] buffer) => stream.ReadAsync(buffer).AsTask().WaitAsync(Outcome.Watchdog);

    public static async Task<byte[]> ReadToEndAsync(Stream stream)
    {
        var all = new MemoryStream();
        await stream.CopyToAsync(all).WaitAsync(Outcome.Watchdog);
        return all.ToArray();
    }

    private void UseDetachable(ListenOptions listen)
    {
        listen.Protocols = HttpProtocols.Http1;
        listen.Use(next => new DetachingMiddleware(next, _beats).OnConnectionAsync);
    }

    private int PortOf(int listener) => new Uri(_app.Urls.ElementAt(listener)).Port;
}
