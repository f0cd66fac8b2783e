using Microsoft.AspNetCore.Builder;
using QueueRun.Echo;

namespace QueueRun.Conformance;

/// <summary>The echo program on a real Kestrel.</summary>
public sealed class EchoFixture : IAsyncLifetime
{
    private readonly WebApplication _app = EchoServer.Build(["--urls", "http://127.0.0.1:0"]);

    public Uri Socket => new UriBuilder(_app.Urls.Single()) { Scheme = "ws" }.Uri;

    public async ValueTask InitializeAsync() => await _app.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
