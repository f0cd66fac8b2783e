using System.Text;

namespace QueueRun.Hostile;

/// <summary>Clients that occupy places that others need.</summary>
public sealed class SquatterTests
{
    [Fact]
    public async Task Squatters_are_limited_and_leave_in_time()
    {
        const int Places = 20;
        await using var server = await TargetServer.StartAsync(
            $"--QueueRun:MaxUnauthenticatedConnections={Places}", "--QueueRun:AuthenticationTimeout=00:00:05");
        await using var user = await server.ConnectAsUserAsync("ann");
        List<RawWebSocket> squatters = [];
        for (var i = 0; i < 3 * Places; i++) squatters.Add(await server.ConnectRawAsync(""));

        // A known user does not need one of their places.
        await using var other = await server.ConnectAsUserAsync("bob");
        await other.ExpectNothingAsync();
        await user.ExpectNothingAsync();

        // The oldest have been removed, and the others reach their timeout.
        for (var i = 0; i < squatters.Count; i++)
        {
            await squatters[i].ExpectCloseAsync(1008, i < 2 * Places ? "too many connections" : "not authenticated");
            await squatters[i].DisposeAsync();
        }
    }

    /// <summary>Silent connections that come back again and again, more than there are places.</summary>
    [Theory, InlineData(false), InlineData(true)]
    public async Task Squatters_who_come_again_keep_nobody_outside(bool talk)
    {
        const int Places = 200, Honest = 60, Squatters = 220;
        await using var server = await TargetServer.StartAsync($"--QueueRun:MaxUnauthenticatedConnections={Places}");
        var squatting = new List<RawWebSocket>();
        using var over = new CancellationTokenSource();
        for (var i = 0; i < Squatters; i++) await SquatAsync();
        var coming = Task.Run(async () =>
        {
            using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(10)); // a hundred a second
            while (!over.IsCancellationRequested && await pace.WaitForNextTickAsync(TestContext.Current.CancellationToken)) await SquatAsync();
        }, TestContext.Current.CancellationToken);

        // Who is kept outside gets no answer at all, or a refusal: the time is only for a machine that stands still now and then.
        var inTime = 0;
        for (var i = 0; i < Honest; i++)
        {
            var start = System.Diagnostics.Stopwatch.GetTimestamp();
            var (status, raw) = await HandshakeAsync(server, "");
            if (status == 101)
            {
                await raw.SendTextAsync($$"""{"user":"honest-{{i}}"}""");
                await raw.SendTextAsync("""{"test":"echo","text":"in"}""");
                if (await raw.ReceiveAsync() is { Text: "in" } && System.Diagnostics.Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(5)) inTime++;
            }

            await raw.DisposeAsync();
        }

        await over.CancelAsync();
        await coming;
        foreach (var raw in squatting) await raw.DisposeAsync();
        Assert.InRange(inTime, Honest * 95 / 100, Honest);

        async Task SquatAsync()
        {
            var (_, raw) = await HandshakeAsync(server, "");
            if (talk) await raw.SendTextAsync("no JSON");
            squatting.Add(raw);
        }
    }

    /// <summary>However many connections are told to close and do not, at most as many stay as there are places.</summary>
    [Fact]
    public async Task Whoever_made_place_and_does_not_go_is_ended()
    {
        const int Places = 10;
        await using var server = await TargetServer.StartAsync($"--QueueRun:MaxUnauthenticatedConnections={Places}");
        List<RawWebSocket> squatters = [];
        for (var i = 0; i < 3 * Places; i++) squatters.Add(await server.ConnectRawAsync(""));
        for (var i = 0; i < Places; i++)
        {
            await squatters[i].ExpectCloseAsync(1008, "too many connections");
            var start = System.Diagnostics.Stopwatch.GetTimestamp();
            await squatters[i].ExpectEndAsync();
            // Not the five seconds of a close.
            Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(4));
        }

        foreach (var raw in squatters) await raw.DisposeAsync();
    }

    [Fact]
    public async Task Guesses_sent_all_at_once_are_five_and_then_the_end()
    {
        await using var server = await TargetServer.StartAsync();
        await using var raw = await server.ConnectRawAsync("");
        var guess = RawWebSocket.Frame(Opcode.Text, Encoding.UTF8.GetBytes("""{"user":"ann","trouble":"told"}"""));
        await raw.SendBytesAsync([.. Enumerable.Repeat(guess, 500).SelectMany(bytes => bytes)]);
        for (var i = 0; i < 5; i++) await raw.ExpectAsync(Opcode.Text, """{"error":"wrong password"}""");
        await raw.ExpectCloseAsync(1008, "not authenticated");
    }

    [Fact]
    public async Task Many_who_connect_at_once_are_no_more_than_a_user_may_have()
    {
        const int Most = 50, Tasks = 150;
        await using var server = await TargetServer.StartAsync();

        // Known before the upgrade.
        var all = await Task.WhenAll(Enumerable.Range(0, Tasks).Select(_ => HandshakeAsync(server, "user=many")));
        Assert.Equal((Most, Tasks - Most), (all.Count(one => one.Status == 101), all.Count(one => one.Status == 429)));
        foreach (var (_, raw) in all) await raw.DisposeAsync();
        await server.ExpectOnlineAsync("many", false);

        // Known by the first message.
        var signedIn = await Task.WhenAll(Enumerable.Range(0, Tasks).Select(async _ =>
        {
            var raw = await server.ConnectRawAsync("");
            await raw.SendTextAsync("""{"user":"more"}""");
            await raw.SendTextAsync("""{"test":"echo","text":"in"}""");
            var first = await raw.ReceiveAsync();
            return (IsIn: first is { Opcode: Opcode.Text, Text: "in" }, raw);
        }));
        Assert.Equal(Most, signedIn.Count(one => one.IsIn));
        foreach (var (_, raw) in signedIn) await raw.DisposeAsync();
    }

    private static async Task<(int Status, RawWebSocket Raw)> HandshakeAsync(ServerUnderTest server, string query)
    {
        var raw = await RawWebSocket.OpenAsync(server.Address);
        var head = await raw.RequestAsync(RawWebSocket.Handshake(server.Socket(query)));
        return (int.Parse(head.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), raw);
    }
}
