namespace QueueRun.Hostile;

/// <summary>Messages that are too large, or never whole: memory is held for what has arrived, up to <c>MaxMessageSize</c>.</summary>
public sealed class MessageSizeTests(TargetServer target)
{
    private const int MaxMessageSize = 65_536;
    private const int KiB = 1024;

    [Fact]
    public async Task A_message_that_grows_too_large_by_fragments_is_refused()
    {
        var server = await target.SharedAsync();
        await using var raw = await server.ConnectRawAsync("user=grows");
        await raw.SendAsync(Opcode.Binary, new byte[MaxMessageSize - 1], final: false);
        await raw.SendAsync(Opcode.Continuation, new byte[1], final: false);
        await raw.SendAsync(Opcode.Continuation, [], final: false);
        await raw.SendAsync(Opcode.Continuation, new byte[1]);
        await raw.ExpectCloseAsync(1009, "message too big");
    }

    [Fact]
    public async Task Messages_that_are_too_large_are_not_noticed()
    {
        // Each announces a GiB, sends some of it, and is refused by the announcement; then the next connection.
        byte[] announcement = [0x82, 0xFF, 0, 0, 0, 0, 0x40, 0, 0, 0, 1, 2, 3, 4, .. new byte[16 * KiB]];
        var server = await target.SharedAsync();
        await Siege.WithstandAsync(server, () => Task.FromResult<IAsyncDisposable[]>([new Churn(() => AnnounceAsync()), new Churn(() => AnnounceAsync())]), maxMemory: 8);

        async Task AnnounceAsync()
        {
            await using var raw = await server.ConnectRawAsync("user=large");
            await raw.SendBytesAsync(announcement);
            await raw.ExpectCloseAsync(1009);
            await Task.Delay(10);
        }
    }

    [Fact]
    public async Task A_message_that_is_announced_costs_only_what_arrives()
    {
        const int Connections = 100;
        // The header of the largest message there may be, and one byte of it.
        var held = await HeldAsync(Connections, raw => raw.SendBytesAsync(RawWebSocket.Frame(Opcode.Binary, new byte[MaxMessageSize])[..15]));
        Assert.InRange(held / Connections, 0, 24 * KiB);
    }

    [Fact]
    public async Task A_message_that_never_ends_costs_no_more_than_twice_its_limit()
    {
        const int Connections = 100;
        var held = await HeldAsync(Connections, async raw =>
        {
            await raw.SendAsync(Opcode.Binary, new byte[40_000], final: false);
            await raw.SendAsync(Opcode.Continuation, new byte[25_000], final: false);
            for (var i = 0; i < 500; i++) await raw.SendAsync(Opcode.Continuation, [1], final: false);

            // All has arrived, and the message goes on: control frames may come in between.
            await raw.SendAsync(Opcode.Ping, "arrived"u8.ToArray());
            await raw.ExpectAsync(Opcode.Pong, "arrived");
        });
        Assert.InRange(held / Connections, 40 * KiB, (2 * MaxMessageSize) + (24 * KiB));
    }

    [Fact]
    public async Task Frames_sent_byte_by_byte_are_not_noticed()
    {
        var bytes = RawWebSocket.Frame(Opcode.Text, """{"test":"echo","text":"slowly"}"""u8.ToArray());
        var server = await target.SharedAsync();
        await Siege.WithstandAsync(server, async () =>
        {
            var attackers = new List<IAsyncDisposable>();
            for (var i = 0; i < 10; i++) attackers.Add(new Drip(await server.ConnectRawAsync($"user=slow-{i}"), bytes));
            return [.. attackers];
        }, maxMemory: 4);
    }

    /// <summary>What the server holds for so many connections that have done something.</summary>
    private static async Task<double> HeldAsync(int connections, Func<RawWebSocket, Task> attack)
    {
        // A server that nobody has used: what another test has left in its pools would be used again here, and not be seen.
        await using var server = await TargetServer.StartAsync();
        await using (var first = await server.ConnectRawAsync("user=first")) await attack(first);
        var before = await server.UsageAsync();
        var attackers = new List<RawWebSocket>();
        for (var i = 0; i < connections; i++)
        {
            attackers.Add(await server.ConnectRawAsync($"user=holds-{i}"));
            await attack(attackers[i]);
        }

        var held = (await server.UsageAsync()).Live - before.Live;
        foreach (var raw in attackers) await raw.DisposeAsync();
        return held;
    }

    /// <summary>An attacker who sends a frame byte by byte, and then the next.</summary>
    private sealed class Drip : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly RawWebSocket _raw;
        private readonly Task _running;

        public Drip(RawWebSocket raw, byte[] bytes)
        {
            _raw = raw;
            _running = Task.Run(async () =>
            {
                for (var i = 0; !_stop.IsCancellationRequested; i++)
                {
                    await raw.SendBytesAsync([bytes[i % bytes.Length]]);
                    await Task.Delay(1);
                }
            });
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _running;
            await _raw.DisposeAsync();
            _stop.Dispose();
        }
    }
}
