using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using QueueRun.Tests;
using QueueRun.TestServer;

namespace QueueRun.Behaviour;

/// <summary>A connection whose upgrade request has ended, among the other things that a program may have set up in its server.</summary>
public sealed class HandOffInKestrelTests
{
    private static string[] Arguments => InProcessServer.Arguments;

    [Fact]
    public async Task The_request_ends_and_nothing_holds_it_while_the_connection_is_open()
    {
        Requests requests = new();
        await using var server = await StartAsync(app => app.Use(requests.WatchAsync));
        await using var client = await server.ConnectAsUserAsync("ann");
        await requests.Ended.Task.WithinLimitAsync("the request to end");
        await EchoAsync(client);
        await Patience.EventuallyAsync(() =>
        {
            GC.Collect();
            return Task.FromResult(requests.Last.IsAlive);
        }, isAlive => !isAlive);
        await EchoAsync(client);
        Assert.True(requests.WasUnlimited, "Kestrel measures how fast the rest of the response is taken.");
    }

    [Fact]
    public async Task Middlewares_that_fail_after_the_upgrade_do_not_end_the_connection()
    {
        await using var server = await StartAsync(app => app.Use(async (context, next) =>
        {
            await next(context);
            if (context.Response.StatusCode == StatusCodes.Status101SwitchingProtocols) throw new InvalidOperationException("Too late.");
        }));
        await using var client = await server.ConnectAsUserAsync("ann");
        await server.ExpectDetachedAsync(1);
        await EchoAsync(client);
    }

    [Theory]
    [InlineData(true, 1)]   // the last middleware, next to HTTP
    [InlineData(false, 0)]  // the logging stands between HTTP and the pipes
    public async Task It_works_with_connection_logging(bool isLast, int detached)
    {
        await using var server = await StartAsync(configure: builder => builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.UseConnectionLogging();
            if (isLast) listen.UseDetachableSockets();
        })));
        await using var client = await server.ConnectAsUserAsync("ann");
        await EchoAsync(client);
        await server.ExpectDetachedAsync(detached);
        await client.CloseAsync();
        await server.ExpectDetachedAsync(0);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]  // QueueRun's own stands outside of TLS
    public async Task It_works_inside_of_TLS(bool isAdded, int detached)
    {
        var app = Server.Build(Arguments, builder =>
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
            builder.WebHost.ConfigureKestrel(kestrel =>
            {
                kestrel.Listen(IPAddress.Loopback, 0);
                kestrel.Listen(IPAddress.Loopback, 0, listen =>
                {
                    listen.UseHttps(Certificate.New());
                    if (isAdded) listen.UseDetachableSockets();
                });
            });
        });
        await using var server = await InProcessServer.StartAsync(app);
        using ClientWebSocket socket = new();
#pragma warning disable CA5359 // The certificate was made a moment ago.
        socket.Options.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        UriBuilder address = new(app.Urls.Last()) { Scheme = "wss", Path = "/socket", Query = "user=ann" };
        await socket.ConnectAsync(address.Uri, TestContext.Current.CancellationToken);
        await using SocketClient client = new(socket);
        await EchoAsync(client);
        await server.ExpectDetachedAsync(detached);
        await client.CloseAsync();
        await server.ExpectDetachedAsync(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_program_that_sets_the_defaults_of_endpoints_replaces_ours(bool isAdded)
    {
        await using var server = await StartAsync(configure: builder => builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            if (isAdded) listen.UseDetachableSockets();
        })));
        await using var client = await server.ConnectAsUserAsync("ann");
        await EchoAsync(client);
        await server.ExpectDetachedAsync(isAdded ? 1 : 0);
    }

    [Fact]
    public async Task It_may_be_added_twice()
    {
        await using var server = await StartAsync(configure: builder => builder.WebHost.ConfigureKestrel(
            kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseDetachableSockets().UseDetachableSockets())));
        await using var client = await server.ConnectAsUserAsync("ann");
        await EchoAsync(client);
        await server.ExpectDetachedAsync(1);
    }

    /// <summary>
    /// Kestrel asks its connections to close when it stops, and also when an endpoint is taken out of its configuration: then the program
    /// goes on. A WebSocket that is a request ignores it and is aborted after some time; so does and is one whose request has ended.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_Kestrel_asks_to_close_while_the_program_goes_on_works_until_it_is_aborted(bool endsRequest)
    {
        IConnectionLifetimeNotificationFeature? closing = null;
        IConnectionLifetimeFeature? life = null;
        await using var server = await StartAsync(
            app => app.Use((context, next) =>
            {
                if (context.Request.Headers.Upgrade.Count > 0) // and not a request of the test for the number of connections
                    (closing, life) = (context.Features.Get<IConnectionLifetimeNotificationFeature>(), context.Features.Get<IConnectionLifetimeFeature>());
                return next(context);
            }),
            builder => builder.Configuration["QueueRun:EndRequestAfterUpgrade"] = endsRequest ? "true" : "false");
        await using var client = await server.ConnectAsUserAsync("ann");
        await EchoAsync(client);
        await server.ExpectDetachedAsync(endsRequest ? 1 : 0);
        var (asked, alive) = (closing!, life!);

        asked.RequestClose();
        Assert.True(asked.ConnectionClosedRequested.IsCancellationRequested);
        for (var i = 0; i < 3; i++) await EchoAsync(client);

        alive.Abort();
        await Assert.ThrowsAnyAsync<WebSocketException>(client.ReceiveAsync);
        await server.ExpectDetachedAsync(0);
    }

    [Fact]
    public async Task An_endpoint_whose_requests_are_limited_keeps_them()
    {
        await using var server = await StartAsync(
            app =>
            {
                app.UseRouting();
                app.UseRateLimiter();
                app.MapSockets("/limited").RequireRateLimiting("two");
            },
            builder => builder.Services.AddRateLimiter(options => options.AddConcurrencyLimiter("two", limit => limit.PermitLimit = 2)));
        await using (var first = await server.ConnectAsync("user=ann", "/limited"))
        await using (var second = await server.ConnectAsync("user=ann", "/limited"))
        {
            await EchoAsync(first);
            await server.ExpectDetachedAsync(0);
            await Assert.ThrowsAnyAsync<Exception>(() => server.ConnectAsync("user=ann", "/limited"));
        }
    }

    [Fact]
    public async Task Without_QueueRun_the_server_does_not_start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseDetachableSockets()));
        await using var app = builder.Build();
        var told = await Assert.ThrowsAsync<InvalidOperationException>(() => app.StartAsync(TestContext.Current.CancellationToken));
        Assert.Contains("builder.Services.AddQueueRun()", told.Message, StringComparison.Ordinal);
    }

    private static Task<ServerUnderTest> StartAsync(Action<WebApplication>? use = null, Action<WebApplicationBuilder>? configure = null)
    {
        var app = Server.Build(Arguments, configure, use);
        return InProcessServer.StartAsync(app);
    }

    private static async Task EchoAsync(SocketClient client)
    {
        await client.SendJsonAsync(new { test = "echo", text = "here" });
        await client.ExpectTextAsync("here");
    }

    /// <summary>The upgrade requests of a program.</summary>
    private sealed class Requests
    {
        public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public WeakReference Last { get; private set; } = new(null);

        public bool WasUnlimited { get; private set; }

        public async Task WatchAsync(HttpContext context, RequestDelegate next)
        {
            await next(context);
            if (context.Response.StatusCode != StatusCodes.Status101SwitchingProtocols) return;

            Last = new(context);
            WasUnlimited = context.Features.Get<IHttpMinResponseDataRateFeature>() is { MinDataRate: null };
            context.Response.OnCompleted(() =>
            {
                Ended.TrySetResult();
                return Task.CompletedTask;
            });
        }
    }
}
