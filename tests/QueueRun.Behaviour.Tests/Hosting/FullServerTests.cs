using Microsoft.AspNetCore.Hosting;
using QueueRun.Tests;
using QueueRun.TestServer;

namespace QueueRun.Behaviour;

/// <summary>A server that has as many upgraded connections as it may have.</summary>
public sealed class FullServerTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_answers_503_until_a_connection_is_over(bool endsRequests)
    {
        await using var server = await InProcessServer.StartAsync(Server.Build([.. InProcessServer.Arguments, $"--QueueRun:EndRequestAfterUpgrade={endsRequests}"],
            builder => builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxConcurrentUpgradedConnections = 1)));
        await using (await server.ConnectAsUserAsync("ann"))
        {
            await server.ExpectDetachedAsync(endsRequests ? 1 : 0);
            Assert.Equal("503", await AnswerAsync(server));
            Assert.Equal("503", await AnswerAsync(server));
        }

        await Patience.EventuallyAsync(() => AnswerAsync(server), status => status == "101");
    }

    private static async Task<string> AnswerAsync(ServerUnderTest server)
    {
        await using var raw = await RawWebSocket.OpenAsync(server.Address);
        var head = await raw.RequestAsync(RawWebSocket.Handshake(server.Socket("user=ann")));
        var status = head.Split(' ')[1];
        Assert.Equal(status == "101", head.Contains("Sec-WebSocket-Accept", StringComparison.OrdinalIgnoreCase));
        return status;
    }
}
