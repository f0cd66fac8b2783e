using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using QueueRun.Echo;
using Xunit.Sdk;
using Xunit.v3;

[assembly: Parallelization(Mode = ParallelMode.All, MaxThreads = 8)] // they mostly wait for others

namespace QueueRun.Peers;

/// <summary>The echo program on a real Kestrel, for clients and proxies: HTTP/1.1, HTTP/2, and HTTP/2 over TLS.</summary>
internal sealed class PeerServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private PeerServer(WebApplication app, string certificateFile) => (_app, CertificateFile) = (app, certificateFile);

    /// <summary>The certificate in PEM, for clients that must trust it.</summary>
    public string CertificateFile { get; }

    public int Port => PortOf(0);

    public int Http2Port => PortOf(1);

    public int TlsPort => PortOf(2);

    /// <summary>Starts it.</summary>
    /// <param name="keepAliveInterval">How often a silent client is pinged; null for never during a test.</param>
    /// <param name="believesProxies">Whether the host is taken from <c>X-Forwarded-Host</c>.</param>
    public static async Task<PeerServer> StartAsync(TimeSpan? keepAliveInterval = null, bool believesProxies = false)
    {
        var certificate = Certificate.New();
        var app = EchoServer.Build([$"--QueueRun:KeepAliveInterval={keepAliveInterval ?? TimeSpan.FromHours(1):c}"], builder =>
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
            builder.WebHost.ConfigureKestrel(kestrel =>
            {
                kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
                kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
                kestrel.Listen(IPAddress.Loopback, 0, listen =>
                {
                    listen.Protocols = HttpProtocols.Http2;
                    listen.UseHttps(certificate);
                });
            });
            builder.Services.Configure<ForwardedHeadersOptions>(options => options.ForwardedHeaders = ForwardedHeaders.All);
        });
        if (believesProxies) app.UseForwardedHeaders();
        app.MapSockets("/socket");
        await app.StartAsync(TestContext.Current.CancellationToken);

        var file = Path.Combine(Directory.CreateTempSubdirectory("queuerun-peers-").FullName, "certificate.pem");
        await File.WriteAllTextAsync(file, certificate.ExportCertificatePem());
        return new(app, file);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(Path.GetDirectoryName(CertificateFile)!, recursive: true);
    }

    private int PortOf(int index) => new Uri(_app.Urls.ElementAt(index)).Port;
}
