using System.Text;

namespace QueueRun.Hostile;

/// <summary>Handshakes that are invalid, incomplete, or without effect.</summary>
public sealed class HandshakeFloodTests(TargetServer target)
{
    [Fact]
    public async Task Wrong_handshakes_are_not_noticed()
    {
        var server = await target.SharedAsync();
        string[] wrong = [.. RawWebSocket.Handshake(server.Socket()).Where(line => !line.StartsWith("Sec-WebSocket-Key", StringComparison.Ordinal)), "Sec-WebSocket-Key: guess"];
        await Siege.WithstandAsync(server, () => Task.FromResult<IAsyncDisposable[]>([new Churn(AttackAsync), new Churn(AttackAsync)]), maxMemory: 8);

        async Task AttackAsync()
        {
            await using var raw = await RawWebSocket.OpenAsync(server.Address);
            for (var i = 0; i < 10; i++)
            {
                var head = await raw.RequestAsync(wrong);
                Assert.StartsWith("HTTP/1.1 400 ", head, StringComparison.Ordinal);
                await raw.ReadBodyAsync(head);
                await Task.Delay(5);
            }
        }
    }

    [Fact]
    public async Task Half_sent_handshakes_cost_little_and_end_in_time()
    {
        const int Connections = 100;
        await using var server = await TargetServer.StartAsync("--Kestrel:RequestHeadersTimeout=00:00:02");
        await using var victims = await Victims.ConnectAsync(server);
        var before = await server.UsageAsync();
        var half = Encoding.ASCII.GetBytes(string.Join("\r\n", RawWebSocket.Handshake(server.Socket())));
        var squatters = new List<RawWebSocket>();
        for (var i = 0; i < Connections; i++)
        {
            squatters.Add(await RawWebSocket.OpenAsync(server.Address));
            await squatters[i].SendBytesAsync(half);
        }

        var held = (await server.UsageAsync()).Live - before.Live;
        Assert.InRange(held / Connections, 0, 32 * 1024);
        await victims.MedianAsync(TimeSpan.FromMilliseconds(50));
        foreach (var raw in squatters)
        {
            Assert.StartsWith("HTTP/1.1 408 ", await raw.ReadHeadAsync(), StringComparison.Ordinal);
            await raw.DisposeAsync();
        }
    }

    [Fact]
    public async Task Upgrades_that_come_and_go_are_not_noticed()
    {
        var server = await target.SharedAsync();
        await Siege.WithstandAsync(server, () => Task.FromResult<IAsyncDisposable[]>([new Churn(AttackAsync), new Churn(AttackAsync)]), maxMemory: 8);

        async Task AttackAsync()
        {
            await using var raw = await server.ConnectRawAsync("");
            raw.Vanish();
            await Task.Delay(5);
        }
    }
}
