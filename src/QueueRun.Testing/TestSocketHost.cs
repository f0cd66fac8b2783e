using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace QueueRun.Testing;

/// <summary>
/// A small program for tests of handlers without their own program. It maps <c>/socket</c>, opens no port, logs nothing to the console,
/// shows clients every error, and has a virtual clock.
/// </summary>
public sealed class TestSocketHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestSocketHost(WebApplication app)
    {
        _app = app;
        Sockets = app.GetTestServer().Sockets;
    }

    /// <summary>The program's services.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>The program's WebSockets: connect clients here.</summary>
    public TestSockets Sockets { get; }

    /// <summary>Starts a program.</summary>
    /// <param name="configure">Adds the program's services: at least <c>services.AddQueueRun()</c>.</param>
    /// <param name="map">Adds further endpoints and middleware; null for none.</param>
    public static async Task<TestSocketHost> StartAsync(Action<IServiceCollection> configure, Action<WebApplication>? map = null)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        configure(builder.Services);
        if (builder.Services.All(service => service.ServiceType != typeof(TimeProvider) || service.ImplementationInstance == TimeProvider.System))
            builder.Services.AddVirtualTime();

        var app = builder.Build();
        try
        {
            map?.Invoke(app);
            app.MapSockets("/socket");
            await app.StartAsync().ConfigureAwait(false);
            return new(app);
        }
        catch
        {
            await app.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Creates a client for the program's HTTP endpoints.</summary>
    public HttpClient CreateHttpClient() => _app.GetTestClient();

    /// <summary>Stops the program as a host does: handlers finish, connections are closed, offline hooks run.</summary>
    public Task StopAsync() => _app.StopAsync();

    /// <summary>Stops the program.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync().ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
    }
}
