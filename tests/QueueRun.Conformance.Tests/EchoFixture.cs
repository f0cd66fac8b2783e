using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using QueueRun.Echo;

namespace QueueRun.Conformance;

/// <summary>The echo program on a real Kestrel, HTTP/1.1 and HTTP/2.</summary>
public abstract class ServerFixture(params string[] args) : IAsyncLifetime
{
    private readonly WebApplication _app = EchoServer.Build(args, builder => builder.WebHost.ConfigureKestrel(kestrel =>
    {
        kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
        kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
    }));

    public Uri Socket => new UriBuilder(_app.Urls.First()) { Scheme = "ws" }.Uri;

    public Uri Http2Socket => new UriBuilder(_app.Urls.Last()) { Scheme = "ws" }.Uri;

    public async ValueTask InitializeAsync() => await _app.StartAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _app.DisposeAsync();
    }
}

public sealed class EchoFixture : ServerFixture;

/// <summary>With compression switched on.</summary>
public sealed class CompressingEchoFixture() : ServerFixture("--QueueRun:EnableCompression=true");
