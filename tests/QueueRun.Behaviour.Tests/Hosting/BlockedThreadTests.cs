using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using QueueRun.Tests;
using QueueRun.TestServer;

namespace QueueRun.Behaviour;

/// <summary>A handler that blocks its thread holds up the next message of its connection and nothing else, whichever thread the server reads on.</summary>
public sealed class BlockedThreadTests
{
    [Theory, InlineData(false), InlineData(true)]
    public async Task Its_own_connection_is_still_read(bool onTheThreadThatPolls)
    {
        await using var server = await StartAsync(builder =>
            builder.WebHost.UseSockets(sockets => (sockets.IOQueueCount, sockets.UnsafePreferInlineScheduling) = (1, onTheThreadThatPolls)));
        await using var raw = await server.ConnectRawAsync("user=ann");
        await raw.SendTextAsync(Block);
        await raw.ExpectAsync(Opcode.Text, """{"error":"timed out"}""");

        await raw.SendAsync(Opcode.Ping, "there?"u8.ToArray());
        await raw.ExpectAsync(Opcode.Pong, "there?");
        await using (var other = await server.ConnectAsUserAsync("bob")) await other.ExpectNothingAsync();
        await server.OpenGateAsync("key");
    }

    [Fact]
    public async Task Other_streams_of_an_HTTP2_connection_are_still_read()
    {
        await using var server = await StartAsync(builder =>
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(listen => listen.Protocols = HttpProtocols.Http2)));
        using var handler = new SocketsHttpHandler();
        using var invoker = new HttpMessageInvoker(handler);
        using var blocked = await ConnectAsync("ann");
        using var other = await ConnectAsync("bob");
        await SendAsync(blocked, Block);
        Assert.Equal("""{"error":"timed out"}""", await ReceiveAsync(blocked));

        await SendAsync(other, """{"test":"echo","text":"here"}""");
        Assert.Equal("here", await ReceiveAsync(other));
        using var open = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Address, "gates/key")) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        (await invoker.SendAsync(open, Token).WithinLimitAsync("the gate to open")).EnsureSuccessStatusCode();

        async Task<ClientWebSocket> ConnectAsync(string user)
        {
            var client = new ClientWebSocket { Options = { HttpVersion = HttpVersion.Version20, HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact } };
            await client.ConnectAsync(server.Socket($"user={user}"), invoker, Token).WithinLimitAsync("the connection");
            return client;
        }
    }

    private static string Block => JsonSerializer.Serialize(new { test = "block", key = "key" });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Task<ServerUnderTest> StartAsync(Action<WebApplicationBuilder> configure) => InProcessServer.StartAsync(Server.Build(InProcessServer.Arguments, configure));

    private static Task SendAsync(ClientWebSocket client, string text)
        => client.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, Token).WithinLimitAsync("a message to be sent");

    private static async Task<string> ReceiveAsync(ClientWebSocket client)
    {
        var buffer = new byte[1024];
        var received = await client.ReceiveAsync(buffer.AsMemory(), Token).AsTask().WithinLimitAsync("a message");
        return Encoding.UTF8.GetString(buffer, 0, received.Count);
    }
}
