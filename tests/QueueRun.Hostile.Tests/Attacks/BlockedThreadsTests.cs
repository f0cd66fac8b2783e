using System.Diagnostics;
using System.Text;

namespace QueueRun.Hostile;

/// <summary>Many methods of the program block their threads at the same time: this mistake delays other users only for a moment.</summary>
public sealed class BlockedThreadsTests
{
    private const int Blocked = 40;
    private static readonly TimeSpan AMoment = TimeSpan.FromSeconds(5);

    [Theory, InlineData(true), InlineData(false)]
    public async Task Others_wait_no_longer_than_a_moment(bool hooks)
    {
        await using var server = await TargetServer.StartAsync();
        await using var there = await server.ConnectRawAsync("user=there");
        await EchoAsync(there);
        List<RawWebSocket> blocked = [];
        if (!hooks)
        {
            for (var i = 0; i < Blocked; i++) blocked.Add(await server.ConnectRawAsync($"user=talks-{i}"));
            foreach (var one in blocked) await one.SendTextAsync("""{"test":"block-unseen","key":"blocked"}""");
        }
        else
        {
            // Their hooks take the threads while more of them connect.
            blocked.AddRange(await Task.WhenAll(Enumerable.Range(0, Blocked).Select(i => server.ConnectRawAsync($"user=blocked-{i}"))));
        }

        var longest = TimeSpan.Zero;
        for (var i = 0; i < 20; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await EchoAsync(there);
            await using (var comes = await server.ConnectRawAsync("user=comes")) await EchoAsync(comes);
            var took = Stopwatch.GetElapsedTime(start);
            if (took > longest) longest = took;
        }

        await server.OpenGateAsync("blocked");
        TestContext.Current.TestOutputHelper?.WriteLine($"{longest.TotalMilliseconds:F0} ms");
        Assert.InRange(longest, TimeSpan.Zero, AMoment);
        // And the operator sees it in the log.
        Assert.Contains("block", await server.LogsAsync("more threads are added"), StringComparison.Ordinal);
        foreach (var one in blocked) await one.DisposeAsync();
    }

    private static async Task EchoAsync(RawWebSocket raw)
    {
        await raw.SendAsync(Opcode.Text, Encoding.UTF8.GetBytes("""{"test":"echo","text":"here"}"""));
        await raw.ExpectAsync(Opcode.Text, "here");
    }
}
