using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using QueueRun.Tests;

namespace QueueRun.Diagnostics.Tests;

/// <summary>Whether a process should receive new connections.</summary>
public class HealthTests
{
    [Fact]
    public async Task It_is_healthy_while_it_takes_connections()
    {
        await using var server = await WatchedServer.StartAsync();
        await using var ann = await server.ConnectAsync("user=ann");
        await using var silent = await server.ConnectAsync();
        await server.Meters.ExpectAsync("queuerun.socket.active_connections", ("", 2));
        Assert.Equal((200, "Healthy"), await AskAsync(server));

        var report = await server.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);
        var entry = report.Entries["queuerun"];
        Assert.Equal(
            ["active_connections=2", "online_users=1", "unauthenticated_connections=1"],
            entry.Data.Select(pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task It_is_degraded_while_many_do_not_say_who_they_are()
    {
        await using var server = await WatchedServer.StartAsync(options => options.MaxUnauthenticatedConnections = 5);
        List<SocketClient> crowd = [];
        for (var i = 0; i < 3; i++) crowd.Add(await server.ConnectAsync());
        Assert.Equal((200, "Healthy"), await AskAsync(server));
        crowd.Add(await server.ConnectAsync());
        Assert.Equal((200, "Degraded"), await AskAsync(server));
        foreach (var client in crowd) await client.DisposeAsync();
        await Patience.EventuallyAsync(() => AskAsync(server), answer => answer == (200, "Healthy"));
    }

    [Fact]
    public async Task It_is_unhealthy_from_when_it_begins_to_stop()
    {
        await using var server = await WatchedServer.StartAsync();
        server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        Assert.Equal((503, "Unhealthy"), await AskAsync(server));
    }

    [Fact]
    public async Task It_is_unhealthy_until_the_program_has_started()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddQueueRun();
        builder.Services.AddHealthChecks().AddQueueRun();
        await using var app = builder.Build();
        var report = await app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HealthStatus.Unhealthy, report.Status);
    }

    [Fact]
    public async Task Its_name_its_failure_and_its_tags_are_the_programs_to_choose()
    {
        await using var server = await WatchedServer.StartAsync(
            configure: builder => builder.Services.AddHealthChecks().AddQueueRun("sockets", HealthStatus.Degraded, ["ready"]));
        server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        var report = await server.Services.GetRequiredService<HealthCheckService>()
            .CheckHealthAsync(check => check.Tags.Contains("ready"), TestContext.Current.CancellationToken);
        Assert.Equal(["sockets: Degraded"], report.Entries.Select(entry => $"{entry.Key}: {entry.Value.Status}"));
    }

    private static async Task<(int Status, string Text)> AskAsync(WatchedServer server)
    {
        using HttpClient http = new();
        using var answer = await http.GetAsync(server.Address + "health");
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
