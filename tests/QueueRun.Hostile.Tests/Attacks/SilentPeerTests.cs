namespace QueueRun.Hostile;

/// <summary>Peers that are not there any more, or do as if: each is given up in time, and costs little until then.</summary>
public sealed class SilentPeerTests(TargetServer target)
{
    private const int KiB = 1024;
    private const int MiB = 1024 * KiB;

    [Fact]
    public async Task A_peer_that_answers_no_ping_is_given_up()
    {
        await using var server = await TargetServer.StartAsync("--QueueRun:KeepAliveInterval=00:00:01", "--QueueRun:KeepAliveTimeout=00:00:02");
        await using var silent = await server.ConnectRawAsync("user=silent");
        await using var alive = await server.ConnectRawAsync("user=alive");
        var over = false;
        var answering = AnswerAsync();
        await silent.ExpectAsync(Opcode.Ping, "");
        await silent.ExpectEndAsync();
        await server.ExpectOnlineAsync("silent", false);
        Assert.True(await server.IsOnlineAsync("alive"));
        Volatile.Write(ref over, true);
        Assert.InRange(await answering, 2, int.MaxValue);

        // At least until the other peer has been given up.
        async Task<int> AnswerAsync()
        {
            var pings = 0;
            for (; pings < 2 || !Volatile.Read(ref over); pings++)
            {
                await alive.ExpectAsync(Opcode.Ping, "");
                await alive.SendAsync(Opcode.Pong, []);
            }

            return pings;
        }
    }

    [Fact]
    public async Task An_idle_connection_costs_little()
    {
        const int Connections = 200;
        var server = await target.SharedAsync();
        var before = await server.UsageAsync();
        var idle = new List<RawWebSocket>();
        for (var i = 0; i < Connections; i++) idle.Add(await server.ConnectRawAsync($"user=idle-{i}"));
        var held = (await server.UsageAsync()).Live - before.Live;
        foreach (var raw in idle) await raw.DisposeAsync();
        Assert.InRange(held / Connections, 0, 24 * KiB);
    }

    [Fact]
    public async Task Readers_who_read_nothing_are_closed_when_their_outbox_is_full()
    {
        const int Readers = 8;
        var server = await target.SharedAsync();
        await using var victims = await Victims.ConnectAsync(server);
        var deaf = new List<RawWebSocket>();
        for (var i = 0; i < Readers; i++) deaf.Add(await server.ConnectRawAsync($"user=deaf-{i}", receiveBuffer: 4096));
        for (var i = 0; i < Readers; i++) await server.ExpectOnlineAsync($"deaf-{i}", true);

        // Each is sent to on its own, so that no two share the bytes of a message.
        var before = await server.UsageAsync();
        var most = 0L;
        var text = new string('x', 5_000);
        await Task.WhenAll(Enumerable.Range(0, Readers).Select(async i =>
        {
            for (var n = 0; !(await server.PostAsync($"/send-to?to=deaf-{i}&text={text}")).Text.StartsWith("0 reached", StringComparison.Ordinal); n++)
            {
                Assert.True(n < 4_000, "A reader who never reads is still sent to.");
                if (n % 200 == 199) most = Math.Max(most, (await server.UsageAsync()).Live - before.Live);
            }
        }));
        Assert.InRange(most, 1, Readers * 2 * MiB); // MaxOutboxSize each, and what pooled arrays round up
        for (var i = 0; i < Readers; i++) await server.ExpectOnlineAsync($"deaf-{i}", false);
        foreach (var raw in deaf) await raw.DisposeAsync();

        // What they were kept for is free again, and nobody else was disturbed.
        await Patience.EventuallyAsync(async () => (await server.UsageAsync()).Live - before.Live, held => held < 4 * MiB);
        await victims.MedianAsync(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task A_peer_that_is_told_to_close_and_does_not_is_aborted()
    {
        var server = await target.SharedAsync();
        await using var raw = await server.ConnectRawAsync("user=stubborn");
        await raw.SendAsync(Opcode.Text, "{}"u8.ToArray(), masked: false);
        await raw.ExpectCloseAsync(1002);
        await raw.ExpectEndAsync(); // after five seconds
    }

    [Fact]
    public async Task What_comes_after_a_close_is_not_read()
    {
        var server = await target.SharedAsync();
        await Siege.WithstandAsync(server, () => Task.FromResult<IAsyncDisposable[]>([new Churn(AttackAsync), new Churn(AttackAsync)]), maxMemory: 8);

        async Task AttackAsync()
        {
            await using var raw = await server.ConnectRawAsync("user=talks-on");
            await raw.SendBytesAsync([.. RawWebSocket.Frame(Opcode.Close, [0x03, 0xE8]), .. FrameFloodTests.Many(RawWebSocket.Frame(Opcode.Ping, []))]);
            await raw.ExpectCloseAsync(1000);
            await raw.ExpectEndAsync();
            await Task.Delay(10);
        }
    }
}
