using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using QueueRun.Hosting;
using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>Named endpoints: names that the compiler cannot check. Each test has its own program.</summary>
public sealed class EndpointNamesTests
{
    [Fact]
    public async Task Endpoints_that_are_not_mapped_stop_the_program()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => SmallProgram.StartAsync("""
            [SocketEndpoint("admin")]
            internal static class Admin
            {
                [SocketHandler("x=1"), SocketHandler("x=2")] internal static void Ban() { }
                [SocketHandler("x=3", Endpoint = "staff")] internal static void Close() { }
            }
            """));
        Assert.Equal(
            """
            The program cannot start: its handlers name endpoints that are not mapped.
              Admin.Ban names the endpoint "admin"
              Admin.Close names the endpoint "staff"
            Map each with its name, as in app.MapSockets("/admin", "admin"), or correct the names.
            """,
            failure.Message);
    }

    [Fact]
    public async Task A_program_that_maps_no_endpoint_need_not_map_these()
    {
        await using var app = Build();
        await app.StartAsync(TestContext.Current.CancellationToken);
        await app.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task One_that_no_handler_is_for_cannot_be_mapped()
    {
        await using var app = Build();
        app.MapSockets("/admin", "admin");
        var failure = Assert.Throws<InvalidOperationException>(() => app.MapSockets("/staff", "staff"));
        Assert.StartsWith("No handler names the endpoint \"staff\".", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_has_its_own_rules_for_connecting()
    {
        var app = Build(services => services.AddAuthorization().AddAuthentication().AddCookie());
        app.MapSockets("/socket");
        app.MapSockets("/admin", "admin").RequireAuthorization();
        await using var server = await InProcessServer.StartAsync(app);
        await using var client = await server.ConnectAsync();
        var refused = await Assert.ThrowsAsync<WebSocketException>(() => SocketClient.ConnectAsync(server.Socket(path: "/admin")));
        Assert.Contains("'401'", refused.Message, StringComparison.Ordinal);
    }

    private static WebApplication Build(Action<IServiceCollection>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        QueueRunHosting.AddQueueRun(builder.Services, new Module(), configure: null);
        configure?.Invoke(builder.Services);
        return builder.Build();
    }

    private sealed class Module : QueueRunModule
    {
        public override string Name => "Tests";

        public override void Describe(ModuleBuilder module)
            => module.Handler(new() { Name = "Admin.Ban", Kind = QueueRun.Routing.MessageKind.Json, Endpoint = "admin", InvokeAsync = _ => default });
    }
}
