using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;

namespace QueueRun.Clients;

/// <summary>The program on a real Kestrel, with a network in front of it, both steered by scripts through HTTP.</summary>
internal sealed class ClientServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Relay _relay;

    private ClientServer(WebApplication app)
    {
        _app = app;
        _relay = new(new Uri(app.Urls.First()).Port);
    }

    /// <summary>Where scripts and the browser's page are, and what steers.</summary>
    public string Control => _app.Urls.First();

    /// <summary>The WebSocket endpoint, behind the network.</summary>
    public string Socket => $"ws://127.0.0.1:{_relay.Port}/socket";

    public static async Task<ClientServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(
            ["--QueueRun:DefaultTimeout=00:15:00", "--QueueRun:AllowedOrigins:0=*", "--QueueRun:KeepAliveInterval=01:00:00", "--QueueRun:MaxConnectionsPerUser=1000"]);
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<Tally>();
        builder.Services.AddQueueRun();
        var app = builder.Build();
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = new CompositeFileProvider(new PhysicalFileProvider(WrittenClient.Folder), new PhysicalFileProvider(Repository.PathOf("tests", "QueueRun.Clients.Tests", "scripts"))),
            ContentTypeProvider = new Microsoft.AspNetCore.StaticFiles.FileExtensionContentTypeProvider { Mappings = { [".mjs"] = "text/javascript" } },
        });
        app.MapSockets("/socket");
        app.MapSockets("/admin", "admin");

        ClientServer? server = null;
        app.MapGet("/steer/{what}", async (string what, Tally tally, ISockets sockets) =>
        {
            switch (what)
            {
                case "refuse": server!._relay.Refuse(); break;
                case "cut": server!._relay.Cut(); break;
                case "lose": server!._relay.Lose(); break;
                case "pass": server!._relay.Pass(); break;
                case "drain": await sockets.All.CloseAsync(WebSocketCloseStatus.EndpointUnavailable, "restarting"); break;
                case "expire": await sockets.All.CloseAsync(WebSocketCloseStatus.PolicyViolation, "expired"); break;
                case "forget": tally.Forget(); break;
                default: return Results.NotFound();
            }

            return Results.Text("");
        });
        app.MapGet("/running", (Tally tally) => Results.Text($"{tally.Running}"));
        app.MapGet("/accepted", () => Results.Text($"{server!._relay.Accepted}"));
        app.MapGet("/notes", (Tally tally) => Results.Text(string.Join(",", tally.Notes.OrderBy(note => note.Key).Select(note => $"{note.Key}:{note.Value}"))));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return server = new(app);
    }

    public async ValueTask DisposeAsync()
    {
        await _relay.DisposeAsync();
        await _app.DisposeAsync();
    }
}
