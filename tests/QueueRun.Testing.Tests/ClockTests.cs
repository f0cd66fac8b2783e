using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace QueueRun.Testing.Tests;

/// <summary>Everything in the runtime that time does, without waiting for it.</summary>
public sealed class ClockTests : Hosted
{
    [Fact]
    public async Task The_clock_stands_still_until_it_is_moved()
    {
        var start = Sockets.Now;
        await Sockets.AdvanceAsync(Seconds(90));
        Assert.Equal(start + Seconds(90), Sockets.Now);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Sockets.AdvanceAsync(Seconds(-1)));
    }

    [Fact]
    public async Task A_handler_that_waits_for_the_clock_goes_on_when_it_moves()
    {
        await using var ann = await Sockets.ConnectAsync("ann");
        await ann.SendAsync(new { action = "wait", seconds = 3 });
        await Sockets.AdvanceAsync(Seconds(2.999));
        await ann.ExpectNothingAsync();
        await Sockets.AdvanceAsync(Seconds(0.001));
        await ann.ExpectAsync(new Waited(3));
    }

    [Fact]
    public async Task A_handler_times_out_at_its_time_and_not_before()
    {
        await using var ann = await Sockets.ConnectAsync("ann");
        for (var i = 0; i < 3; i++)
        {
            await ann.SendAsync(new { action = "wait", seconds = 60 });
            await Sockets.AdvanceAsync(Seconds(9.999));
            await ann.ExpectNothingAsync();
            await Sockets.AdvanceAsync(Seconds(0.001));
            await ann.ExpectErrorAsync("timed out");
        }

        await ann.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_handler_that_waits_for_what_the_test_does_holds_up_neither_send_nor_clock()
    {
        await using var ann = await Sockets.ConnectAsync("ann");
        await ann.SendAsync(new { action = "gate" });
        await ann.ExpectNothingAsync();
        Rooms.Gate.Set("open");
        await ann.ExpectAsync("open");

        Rooms.Gate = new();
        await ann.SendAsync(new { action = "gate" });
        await Sockets.AdvanceAsync(Seconds(10));
        await ann.ExpectErrorAsync("timed out");
        Rooms.Gate.Set("late");
        await ann.ExpectNothingAsync();
    }

    [Fact]
    public async Task Each_element_of_a_stream_comes_at_its_time()
    {
        await using var ann = await Sockets.ConnectAsync("ann");
        await ann.SendAsync(new { action = "tick" });
        await Sockets.AdvanceAsync(Seconds(12));
        for (var i = 1; i <= 12; i++) await ann.ExpectAsync(new Ticked(i));
        await ann.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_connection_that_does_not_authenticate_is_closed()
    {
        await using var client = await Sockets.ConnectAsync();
        await Sockets.AdvanceAsync(Seconds(9.9));
        Assert.Null(client.Closed);
        await Sockets.AdvanceAsync(Seconds(0.1));
        await client.ExpectCloseAsync(1008, "not authenticated");
    }

    [Fact]
    public async Task A_client_that_answers_lives_for_ever_and_one_that_does_not_for_40_seconds()
    {
        await using var ann = await Sockets.ConnectAsync("ann");
        await using var bob = await Sockets.ConnectAsync("bob");
        await Sockets.AdvanceAsync(TimeSpan.FromMinutes(5));
        Assert.True(await Sockets.IsOnlineAsync("ann"));

        ann.StopAnswering();
        await Sockets.AdvanceAsync(Seconds(40));
        Assert.False(await Sockets.IsOnlineAsync("ann"));
        Assert.True(await Sockets.IsOnlineAsync("bob"));
        await ann.ExpectCloseAsync(1006);
    }

    [Fact]
    public async Task A_client_that_does_not_answer_a_close_is_dropped_after_5_seconds()
    {
        await using var ann = await Sockets.ConnectAsync("ann");
        ann.StopAnswering();
        await Host.Services.GetRequiredService<ISockets>().To("ann").CloseAsync(cancellationToken: TestContext.Current.CancellationToken);
        await Sockets.AdvanceAsync(Seconds(4.9));
        Assert.True(await Sockets.IsOnlineAsync("ann"));
        await Sockets.AdvanceAsync(Seconds(0.1));
        Assert.False(await Sockets.IsOnlineAsync("ann"));
    }

    [Fact]
    public async Task Who_comes_back_within_OfflineDelay_was_never_away()
    {
        await using var host = await StartAsync(options => options.OfflineDelay = Seconds(30));
        var journal = host.Services.GetRequiredService<Rooms>().Journal;
        await using var ann = await host.Sockets.ConnectAsync("ann");
        await ann.CloseAsync();
        await host.Sockets.AdvanceAsync(Seconds(29));
        await using (await host.Sockets.ConnectAsync("ann")) await host.Sockets.AdvanceAsync(Seconds(60));
        await host.Sockets.AdvanceAsync(Seconds(29));
        Assert.True(await host.Sockets.IsOnlineAsync("ann"));
        Assert.Equal(["ann online"], journal);

        await host.Sockets.AdvanceAsync(Seconds(1));
        Assert.False(await host.Sockets.IsOnlineAsync("ann"));
        Assert.Equal(["ann online", "ann offline"], journal);
    }

    [Fact]
    public async Task A_connection_ends_with_its_ticket()
    {
        var expires = Sockets.Now + TimeSpan.FromHours(3);
        await using var ann = await Sockets.ConnectAsync(options => (options.User, options.Expires) = (new Member("ann", false), expires));
        for (var hour = 0; hour < 3; hour++)
        {
            Assert.Null(ann.Closed);
            await Sockets.AdvanceAsync(TimeSpan.FromHours(1));
        }

        await ann.ExpectCloseAsync(1008, "expired");
    }

    [Fact]
    public async Task Reading_pauses_for_the_rest_of_a_second()
    {
        await using var host = await StartAsync(options => options.MaxMessagesPerSecond = 3);
        await using var ann = await host.Sockets.ConnectAsync("ann");
        for (var i = 0; i < 5; i++) await ann.PostAsync($"hi {i}");
        Assert.Equal(["HI 0", "HI 1", "HI 2"], (await ann.ReadAllAsync()).Select(message => message.Text));
        await host.Sockets.AdvanceAsync(Seconds(1));
        Assert.Equal(["HI 3", "HI 4"], (await ann.ReadAllAsync()).Select(message => message.Text));
    }

    [Fact]
    public async Task A_background_service_runs_on_the_same_clock()
    {
        await using var host = await StartAsync(more: services => services.AddHostedService<Digest>());
        await using var ann = await host.Sockets.ConnectAsync("ann");
        await host.Sockets.AdvanceAsync(TimeSpan.FromMinutes(2));
        await ann.ExpectAsync("digest 1");
        await ann.ExpectAsync("digest 2");
    }

    [Fact]
    public async Task A_program_that_stops_does_not_wait_for_a_clock_that_stands()
    {
        await using var ann = await Sockets.ConnectAsync("ann");
        await ann.SendAsync(new { action = "gate" }); // holds shutdown up for half of its 20 seconds
        await Host.StopAsync();
        await ann.ExpectCloseAsync(1001);
    }

    internal sealed class Digest(ISockets sockets, TimeProvider time) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1), time);
            for (var i = 1; await timer.WaitForNextTickAsync(stoppingToken); i++) await sockets.To("ann").SendAsync($"digest {i}", stoppingToken);
        }
    }
}
