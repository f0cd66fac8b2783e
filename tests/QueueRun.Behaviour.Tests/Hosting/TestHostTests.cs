using System.Net.WebSockets;
using Microsoft.AspNetCore.TestHost;
using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>ASP.NET Core's TestServer, which offers a WebSocket and no pipes.</summary>
public sealed class TestHostTests
{
    [Fact]
    public async Task A_program_is_tested_without_a_port()
    {
        await using var app = TestServer.Server.Build(InProcessServer.Arguments, builder => builder.WebHost.UseTestServer());
        await app.StartAsync(TestContext.Current.CancellationToken);
        var sockets = app.GetTestServer().CreateWebSocketClient();
        var address = new Uri(app.GetTestServer().BaseAddress, "/socket");

        await using var client = new SocketClient(await sockets.ConnectAsync(address, TestContext.Current.CancellationToken));
        await client.SendJsonAsync(new { user = "ann" });
        await client.SendJsonAsync(new { test = "send", text = "here" });
        await client.ExpectJsonAsync(new { sent = "here" });
        await client.ReceiveAsync();
        await client.SendAsync([1, 2, 3]);
        Assert.Equal(WebSocketMessageType.Binary, (await client.ReceiveAsync()).Type);
        await client.CloseAsync();
        await app.StopAsync(TestContext.Current.CancellationToken);
    }
}
