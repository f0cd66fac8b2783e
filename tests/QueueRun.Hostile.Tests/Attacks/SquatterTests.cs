using System.Text;

namespace QueueRun.Hostile;

/// <summary>Clients who take places that others need.</summary>
public sealed class SquatterTests
{
    [Fact]
    public async Task Squatters_are_limited_and_leave_in_time()
    {
        const int Places = 20;
        await using var server = await TargetServer.StartAsync(
            $"--QueueRun:MaxUnauthenticatedConnections={Places}", "--QueueRun:AuthenticationTimeout=00:00:02");
        await using var user = await server.ConnectAsUserAsync("ann");
        var squatters = await Task.WhenAll(Enumerable.Range(0, 3 * Places).Select(_ => HandshakeAsync(server, "")));
        Assert.Equal(Places, squatters.Count(one => one.Status == 101));
        Assert.All(squatters, one => Assert.Contains(one.Status, (int[])[101, 503]));

        // Who is known needs none of their places.
        await using var other = await server.ConnectAsUserAsync("bob");
        await other.ExpectNothingAsync();
        await user.ExpectNothingAsync();

        foreach (var (status, raw) in squatters)
        {
            if (status == 101) await raw.ExpectCloseAsync(1008, "not authenticated");
            await raw.DisposeAsync();
        }

        // Their places are free again.
        await Patience.EventuallyAsync(async () =>
        {
            var (status, raw) = await HandshakeAsync(server, "");
            await raw.DisposeAsync();
            return status;
        }, status => status == 101);
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
