using System.Diagnostics.Metrics;
using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using QueueRun.Tests;
using Xunit.Sdk;
using Xunit.v3;

[assembly: Parallelization(Mode = ParallelMode.None)] // spans, and whether anybody listens, are the process's

namespace QueueRun.Diagnostics.Tests;

/// <summary>The program on Kestrel, with a clock that tests move, and with its meter's measurements.</summary>
internal sealed class WatchedServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WatchedServer(WebApplication app, FakeTimeProvider time)
        => (_app, Time, Meters) = (app, time, new(app.Services.GetRequiredService<IMeterFactory>()));

    public FakeTimeProvider Time { get; }

    public Measurements Meters { get; }

    public IServiceProvider Services => _app.Services;

    public Seen Seen => Services.GetRequiredService<Seen>();

    public FakeLogCollector Logs => Services.GetRequiredService<FakeLogCollector>();

    public Uri Address => new(_app.Urls.Single());

    public static async Task<WatchedServer> StartAsync(Action<QueueRunOptions>? options = null, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddFakeLogging();
        FakeTimeProvider time = new();
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton<Gates>();
        builder.Services.AddSingleton<Seen>();
        builder.Services.AddHealthChecks().AddQueueRun();
        builder.Services.AddQueueRun(options);
        configure?.Invoke(builder);

        var app = builder.Build();
        app.Use((context, next) =>
        {
            if (context.Request.Query["user"] is [{ } user])
                context.User = new(new ClaimsIdentity(user.Length > 0 ? [new(ClaimTypes.NameIdentifier, user)] : [], "query"));
            if (context.Request.Query["expires"] is [{ } seconds])
            {
                var expires = time.GetUtcNow().AddSeconds(int.Parse(seconds, CultureInfo.InvariantCulture));
                context.Features.Set<IAuthenticateResultFeature>(new Ticket(context.User, expires));
            }

            return next(context);
        });
        app.MapHealthChecks("/health");
        app.MapSockets("/socket");
        await app.StartAsync();
        return new(app, time);
    }

    public Uri Socket(string query = "") => new UriBuilder(Address) { Scheme = "ws", Path = "/socket", Query = query }.Uri;

    /// <summary>Connects; the query names the user, if any.</summary>
    public Task<SocketClient> ConnectAsync(string query = "") => SocketClient.ConnectAsync(Socket(query));

    /// <summary>Connects anonymously.</summary>
    public async Task<SocketClient> ConnectAsNobodyAsync()
    {
        var client = await ConnectAsync();
        await client.SendJsonAsync(new { user = "" });
        return client;
    }

    /// <summary>A request for an upgrade; the answer's status.</summary>
    public async Task<int> UpgradeAsync(string query = "", string? origin = null)
    {
        using HttpClient http = new();
        using HttpRequestMessage request = new(HttpMethod.Get, $"{Address}socket?{query}");
        foreach (var (name, value) in new (string, string)[]
                 {
                     ("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"),
                     ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
                 })
            request.Headers.TryAddWithoutValidation(name, value);
        if (origin is not null) request.Headers.TryAddWithoutValidation("Origin", origin);
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WithinLimitAsync("an answer");
        return (int)answer.StatusCode;
    }

    /// <summary>Waits until a handler waits at its gate.</summary>
    public Task HandlerWaitsAsync() => Seen.Waiting.WaitAsync().WithinLimitAsync("a handler to wait");

    public void OpenGate(string name) => Services.GetRequiredService<Gates>().Open(name);

    public Task StopAsync() => _app.StopAsync().WithinLimitAsync("the server to stop");

    public async ValueTask DisposeAsync()
    {
        // Shutdown waits, by the clock, for clients that have gone.
        foreach (var gate in new[] { "wait", "stay", "online" }) OpenGate(gate);
        OperationsPage.ExpectAttributesOf(Meters);
        Meters.Dispose();
        var disposing = _app.DisposeAsync().AsTask();
        while (await Task.WhenAny(disposing, Task.Delay(5)) != disposing) Time.Advance(TimeSpan.FromSeconds(1));
        await disposing;
    }

    /// <summary>The ticket of ASP.NET Core's authentication, with its expiry.</summary>
    private sealed class Ticket(ClaimsPrincipal user, DateTimeOffset expires) : IAuthenticateResultFeature
    {
        public AuthenticateResult? AuthenticateResult { get; set; }
            = AuthenticateResult.Success(new(user, new AuthenticationProperties { ExpiresUtc = expires }, "query"));
    }
}
