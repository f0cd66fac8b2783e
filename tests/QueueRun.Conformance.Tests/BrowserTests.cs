using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using QueueRun.Echo;

namespace QueueRun.Conformance;

/// <summary>A real browser: HTTP/1.1 without TLS, HTTP/2 with it, and the compression that it offers.</summary>
public sealed class BrowserTests
{
    private const string Echo = """
        message => new Promise(resolve => {
            const socket = new WebSocket(location.href.replace("http", "ws"), ["chat.v1"]);
            socket.onmessage = received => { resolve([socket.protocol, socket.extensions, String(received.data === message)]); socket.close(); };
            socket.onclose = closed => resolve(["closed", String(closed.code), closed.reason]);
            socket.onopen = () => socket.send(message);
        })
        """;

    [Theory]
    [InlineData(false, "HTTP/1.1")]
    [InlineData(true, "HTTP/2")]
    public async Task A_browser_gets_back_what_it_sent(bool tls, string protocol)
    {
        Browser.SkipUnlessInstalled();
        var seen = new ConcurrentQueue<string>();
        await using var app = EchoServer.Build(["--QueueRun:EnableCompression=true", "--QueueRun:SubProtocols:0=chat.v1"], builder =>
        {
            builder.Services.AddSingleton<IStartupFilter>(new Witness(seen));
            builder.WebHost.UseKestrelHttpsConfiguration();
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                if (tls) listen.UseHttps(Certificate.New());
            }));
        });
        await app.StartAsync(TestContext.Current.CancellationToken);

        await using var browser = await Browser.StartAsync();
        var context = await browser.Chromium.NewContextAsync(new() { IgnoreHTTPSErrors = true });
        var page = await context.NewPageAsync();
        await page.GotoAsync(app.Urls.Single()); // the endpoint itself: it says what it is
        var message = string.Concat(Enumerable.Repeat("compressed both ways: 👋 ", 10_000));
        var (subProtocol, extensions, same) = await page.EvaluateAsync<string[]>(Echo, message) switch { var all => (all[0], all[1], all[2]) };
        Assert.Equal(("chat.v1", "true"), (subProtocol, same));
        Assert.StartsWith("permessage-deflate", extensions, StringComparison.Ordinal);
        Assert.Equal(protocol, Assert.Single(seen));
    }

    /// <summary>Records the browser's requests for WebSockets.</summary>
    private sealed class Witness(ConcurrentQueue<string> seen) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, following) =>
            {
                if (context.Request.Headers.ContainsKey("Sec-WebSocket-Version")) seen.Enqueue(context.Request.Protocol);
                return following(context);
            });
            next(app);
        };
    }
}
