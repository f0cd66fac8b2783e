using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>Shutdown, with handlers and clients that do not play along.</summary>
public abstract class ShutdownTests(ServerHost host) : BehaviourTests(host)
{
    /// <summary>A handler that hears nothing, and a client that answers nothing: neither holds up the end.</summary>
    [Fact]
    public async Task It_takes_no_longer_than_its_time()
    {
        var key = Fresh("deaf");
        using var journal = new JournalFile();
        await using var server = await Host.StartAsync(journal.Option, "--QueueRun:ShutdownTimeout=00:00:04");
        await using var busy = await server.ConnectAsUserAsync("ann");
        await using var silent = await server.ConnectRawAsync("user=bob");
        await busy.SendJsonAsync(new { test = "stream-deaf", key });
        await busy.ExpectTextAsync("1");
        await server.ExpectOnlineAsync("bob", true);

        await server.StopAsync();
        await silent.ExpectCloseAsync(1001, "the server is shutting down");
        var lines = await journal.LinesAsync();
        Assert.Contains("bob: offline", lines);
    }

    [Fact]
    public async Task Nobody_waits_for_the_delay_of_being_offline()
    {
        using var journal = new JournalFile();
        await using var server = await Host.StartAsync(journal.Option, "--QueueRun:OfflineDelay=01:00:00");
        await using var there = await server.ConnectAsUserAsync("there");
        await there.ExpectNothingAsync();
        await using (var left = await server.ConnectAsUserAsync("left"))
        {
            await left.ExpectNothingAsync();
            await left.CloseAsync();
        }

        Assert.True(await server.IsOnlineAsync("left"));
        var stopping = server.StopAsync();
        await there.ExpectCloseAsync(1001, "the server is shutting down");
        await stopping;
        var lines = await journal.LinesAsync();
        Assert.Contains("there: offline", lines);
        Assert.Contains("left: offline", lines);
    }

    [Fact]
    public async Task Messages_that_wait_are_dropped_and_the_one_that_runs_is_answered()
    {
        var key = Fresh("brief");
        using var journal = new JournalFile();
        await using var server = await Host.StartAsync(journal.Option);
        await using var client = await server.ConnectAsUserAsync("ann");
        await client.SendJsonAsync(new { test = "brief", key });
        await client.SendJsonAsync(new { test = "note", key, line = "waits" });
        await server.ExpectJournalAsync(key, "begins");
        var stopping = server.StopAsync();
        await client.ExpectTextAsync("brief work done");
        await client.ExpectCloseAsync(1001, "the server is shutting down");
        await stopping;
        Assert.DoesNotContain($"{key}: waits", await journal.LinesAsync());
    }
}

public sealed class ShutdownInProcess(InProcessHost host) : ShutdownTests(host);

public sealed class ShutdownInBinary(BinaryHost host) : ShutdownTests(host);

/// <summary>What comes from outside the process.</summary>
public sealed class SignalTests
{
    [Fact]
    public async Task A_second_signal_changes_nothing()
    {
        await using var server = await ServerProcess.StartAsync(Path.Combine(AppContext.BaseDirectory, "QueueRun.TestServer"));
        await using var client = await server.ConnectAsUserAsync("ann");
        await using var idle = await server.ConnectAsUserAsync("bob");
        await client.SendJsonAsync(new { test = "stream-slow", count = 60 });
        await client.ExpectTextAsync("1");
        await server.TerminateAsync();
        await idle.ExpectCloseAsync(1001, "the server is shutting down");
        await server.TerminateAsync();
        for (var n = 2; n <= 60; n++) await client.ExpectTextAsync($"{n}");
        await client.ExpectCloseAsync(1001, "the server is shutting down");
        await server.StopAsync();
    }
}

/// <summary>What only the program itself can arrange: it stops, but its server still listens.</summary>
public sealed class StoppingTests : IAsyncLifetime
{
    private readonly Microsoft.AspNetCore.Builder.WebApplication _app = TestServer.Server.Build(InProcessServer.Arguments);
    private ServerUnderTest _server = null!;

    public async ValueTask InitializeAsync() => _server = await InProcessServer.StartAsync(_app);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private void Stop() => _app.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

    [Fact]
    public async Task New_upgrades_are_refused_and_open_connections_closed()
    {
        await using var client = await _server.ConnectAsUserAsync("ann");
        await client.ExpectNothingAsync();
        Stop();
        await client.ExpectCloseAsync(1001, "the server is shutting down");
        Assert.Equal(503, await _server.RefusedAsync("user=ann"));
        Assert.Equal(503, await _server.RefusedAsync(""));
        await _server.ExpectJournalAsync("ann", "online", "offline");
    }

    [Fact]
    public async Task An_upgrade_that_OnConnect_was_deciding_on_is_refused_too()
    {
        var asking = _server.RefusedAsync("user=ann&hold=gate");
        await _server.ExpectJournalAsync("gate", "connect held");
        Stop();
        await _server.OpenGateAsync("gate");
        Assert.Equal(503, await asking);
        Assert.Empty(await _server.JournalAsync("ann"));
    }
}
