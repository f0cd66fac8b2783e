using System.Text;

namespace QueueRun.Hostile;

/// <summary>Floods of messages, with and without <c>MaxMessagesPerSecond</c>.</summary>
public sealed class MessageFloodTests(TargetServer target)
{
    private const int Attackers = 4;
    private const int MaxMemory = 2 * Attackers; // as for frames: the server's own buffers, and a margin

    private static byte[] Echo(string text) => RawWebSocket.Frame(Opcode.Text, Encoding.UTF8.GetBytes($$"""{"test":"echo","text":"{{text}}"}"""));

    [Fact]
    public async Task A_flood_above_the_rate_is_not_noticed()
    {
        await using var server = await TargetServer.StartAsync("--QueueRun:MaxMessagesPerSecond=1000");
        await Siege.WithstandAsync(server, () => FloodAsync(server, Echo("x")), MaxMemory);
    }

    [Fact]
    public async Task Above_the_rate_reading_pauses_and_nothing_is_lost()
    {
        const int Rate = 50, Messages = 220;
        await using var server = await TargetServer.StartAsync($"--QueueRun:MaxMessagesPerSecond={Rate}");
        var start = TimeProvider.System.GetTimestamp();
        await using var raw = await server.ConnectRawAsync("user=hasty");
        await raw.SendBytesAsync([.. Enumerable.Range(0, Messages).SelectMany(i => Echo($"{i}"))]);
        for (var i = 0; i < Messages; i++) await raw.ExpectAsync(Opcode.Text, $"{i}");

        // 50 at once, and then 50 in each second: whole seconds, so the last 20 come after four.
        var elapsed = TimeProvider.System.GetElapsedTime(start);
        Assert.True(elapsed >= TimeSpan.FromSeconds(Messages / Rate), $"The messages were handled faster than the rate, in {elapsed.TotalSeconds:F3} s.");
        await raw.SendCloseAsync(1000);
        await raw.ExpectCloseAsync(1000);
    }

    /// <summary>
    /// Without a rate limit, a client may use all of the machine; other clients share it, turn by turn. That delays them, but they do not
    /// wait for the end of its messages: without turns, four such clients would occupy the threads of a small machine for hundreds of round
    /// trips.
    /// </summary>
    [Theory]
    [InlineData("messages that are answered")]
    [InlineData("empty messages")]
    public async Task A_flood_without_a_rate_shares_the_machine(string what)
    {
        var server = await target.SharedAsync();
        var frame = what == "empty messages" ? RawWebSocket.Frame(Opcode.Binary, []) : Echo("x");
        await Siege.WithstandAsync(server, () => FloodAsync(server, frame), MaxMemory, maxFactor: 8);
    }

    [Fact]
    public async Task A_flood_whose_answers_nobody_reads_is_bounded_in_memory()
    {
        // Each message of 60 kB has an answer of the same size: the outbox fills to its half, then the inbox, then reading pauses.
        var server = await target.SharedAsync();
        var attackers = new List<Flood>();
        var before = await server.UsageAsync();
        for (var i = 0; i < 8; i++) attackers.Add(new(await server.ConnectRawAsync($"user=deaf-{i}", receiveBuffer: 4096), Echo(new string('x', 60_000)), reads: false));

        var written = await Patience.EventuallyAsync(
            async () => (Before: Written(), After: await After(TimeSpan.FromMilliseconds(300))), seen => seen.Before == seen.After);
        var held = (await server.UsageAsync()).Live - before.Live;
        foreach (var attacker in attackers) await attacker.DisposeAsync();

        // MaxOutboxSize / 2 and the message that did not fit, MaxMessageSize read ahead and one more message, 1 MiB of Kestrel's; pooled
        // arrays round up.
        Assert.InRange(held, 0, 8 * 2.5 * 1024 * 1024);
        Assert.True(written.After > 0);

        long Written() => attackers.Sum(attacker => attacker.Written);

        async Task<long> After(TimeSpan time)
        {
            await Task.Delay(time);
            return Written();
        }
    }

    private static async Task<IAsyncDisposable[]> FloodAsync(ServerUnderTest server, byte[] frame)
    {
        var attackers = new IAsyncDisposable[Attackers];
        for (var i = 0; i < Attackers; i++)
            attackers[i] = new Flood(await server.ConnectRawAsync($"user=flood-{i}"), FrameFloodTests.Many(frame));
        return attackers;
    }
}
