using Microsoft.Extensions.DependencyInjection;

namespace QueueRun.Testing.Tests;

public sealed class TestSocketHostTests : IAsyncLifetime
{
    private TestSocketHost _host = null!;

    private TestSockets Sockets => _host.Sockets;

    public async ValueTask InitializeAsync() => _host = await TestSocketHost.StartAsync(services =>
    {
        services.AddQueueRun();
        services.AddSingleton<Rooms>();
    });

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task What_is_said_reaches_who_is_in_the_room()
    {
        await using var ann = await Sockets.ConnectAsync(new Member("ann", false));
        await using var bob = await Sockets.ConnectAsync("bob");
        await using var cid = await Sockets.ConnectAsync();
        await cid.SendAsync(new { name = "cid" });
        await bob.SendAsync(new { action = "enter", room = "lobby" });
        await bob.SendAsync(new Say("lobby", "Hello!"));
        Assert.Equal(new Said("lobby", "bob", "Hello!"), await bob.ExpectAsync<Said>());
        await ann.ExpectNothingAsync();
        await cid.SendAsync(new { foo = 1 });
        await cid.ExpectAsync(new { reply = "👋 Welcome!" });
        Assert.True(await Sockets.IsOnlineAsync("cid"));
        await cid.CloseAsync();
        Assert.False(await Sockets.IsOnlineAsync("cid"));
    }

    [Fact]
    public async Task Timeout()
    {
        await using var ann = await Sockets.ConnectAsync("ann");
        await ann.SendAsync(new { action = "wait", seconds = 3 });
        await Sockets.AdvanceAsync(TimeSpan.FromSeconds(3));
        await ann.ExpectAsync(new Waited(3));
        await ann.SendAsync(new { action = "wait", seconds = 30 });
        await Sockets.AdvanceAsync(TimeSpan.FromSeconds(10));
        await ann.ExpectErrorAsync("timed out");
        await Sockets.AdvanceAsync(TimeSpan.FromMinutes(10));
        ann.StopAnswering();
        await Sockets.AdvanceAsync(TimeSpan.FromSeconds(40));
        Assert.False(await Sockets.IsOnlineAsync("ann"));
    }

    [Fact]
    public async Task Ticks()
    {
        await using var ann = await Sockets.ConnectAsync("ann");
        await ann.SendAsync(new { action = "tick" });
        for (var i = 1; i < 10; i++)
        {
            await Sockets.AdvanceAsync(TimeSpan.FromSeconds(1));
            await ann.ExpectAsync(new Ticked(i));
        }
    }

    [Fact]
    public async Task Failure()
    {
        await using var ann = await Sockets.ConnectAsync("ann");
        await ann.SendAsync(new { action = "fail" });
        var failure = await Assert.ThrowsAsync<SocketExpectationException>(() => ann.ExpectAsync<Said>(said => said.Text == "hi"));
        TestContext.Current.TestOutputHelper!.WriteLine(failure.Message);
        await ann.SendAsync(new { action = "kick" });
        await ann.ExpectCloseAsync(1008, "bye ann");
        var closed = await Assert.ThrowsAsync<SocketExpectationException>(() => ann.ExpectAsync<Said>());
        TestContext.Current.TestOutputHelper!.WriteLine(closed.Message);
    }
}
