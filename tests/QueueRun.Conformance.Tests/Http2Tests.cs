using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using QueueRun.Echo;

namespace QueueRun.Conformance;

/// <summary>WebSockets over HTTP/2 (RFC 8441), plain and TLS: many on one connection do not disturb each other.</summary>
public sealed class Http2Tests : IAsyncLifetime
{
    private readonly WebApplication _app;
    private readonly SocketsHttpHandler _handler;
    private readonly HttpMessageInvoker _invoker;
    private int _connections;

    public Http2Tests()
    {
        _app = EchoServer.Build([], builder =>
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
            builder.WebHost.ConfigureKestrel(kestrel =>
            {
                kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
                kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(Certificate.New()));
            });
        });
        _handler = new()
        {
#pragma warning disable CA5359 // The certificate was made a moment ago.
            SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
#pragma warning restore CA5359
            ConnectCallback = async (context, token) =>
            {
                Interlocked.Increment(ref _connections);
                var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(context.DnsEndPoint, token);
                return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
            },
        };
        _invoker = new(_handler);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _app.StartAsync(Token);

    public async ValueTask DisposeAsync()
    {
        _invoker.Dispose();
        await _app.DisposeAsync();
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Several_sockets_share_a_connection_and_end_each_for_itself(bool tls)
    {
        List<ClientWebSocket> clients = [];
        for (var i = 0; i < 5; i++) clients.Add(await ConnectAsync(tls));
        Assert.Equal(1, _connections);
        await Task.WhenAll(clients.Select((client, i) => EchoAsync(client, Frames.Utf8($"client {i}"))));

        // One closes, one is closed for a violation, one vanishes: the others are not affected.
        await clients[0].CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", Token).WithinLimitAsync("the close");
        Assert.Equal(WebSocketCloseStatus.NormalClosure, clients[0].CloseStatus);
        await clients[1].SendAsync(new byte[] { 0xFF }, WebSocketMessageType.Text, true, Token);
        Assert.Equal(WebSocketMessageType.Close, (await clients[1].ReceiveAsync(new byte[10].AsMemory(), Token).AsTask().WithinLimitAsync("a close")).MessageType);
        Assert.Equal(WebSocketCloseStatus.InvalidPayloadData, clients[1].CloseStatus);
        clients[2].Abort();
        await Task.WhenAll(clients[3..].Select((client, i) => EchoAsync(client, Frames.Utf8($"still {i}"))));
        Assert.Equal(1, _connections);
        clients.ForEach(client => client.Dispose());
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_message_before_what_is_wrong_is_answered(bool tls)
    {
        using var client = await ConnectAsync(tls);
        var echo = Frames.Utf8("answered");
        await client.SendAsync(echo, WebSocketMessageType.Binary, true, Token);
        await client.SendAsync(new byte[] { 0xFF }, WebSocketMessageType.Text, true, Token);
        AssertSame(echo, await ReceiveAsync(client));
        Assert.Equal(WebSocketMessageType.Close, (await client.ReceiveAsync(new byte[10].AsMemory(), Token).AsTask().WithinLimitAsync("a close")).MessageType);
        Assert.Equal(WebSocketCloseStatus.InvalidPayloadData, client.CloseStatus);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_message_may_be_larger_than_the_window(bool tls)
    {
        using var client = await ConnectAsync(tls);
        await EchoAsync(client, RandomNumberGenerator.GetBytes(8 * 1024 * 1024));
        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Token).WithinLimitAsync("the close");
    }

    [Fact]
    public async Task All_messages_together_may_be_larger_than_a_request()
    {
        using var client = await ConnectAsync(tls: false);
        var message = RandomNumberGenerator.GetBytes(4 * 1024 * 1024);
        for (var sent = 0L; sent <= 40_000_000; sent += message.Length) await EchoAsync(client, message);
    }

    [Fact]
    public async Task A_client_that_does_not_read_holds_up_nobody_and_loses_nothing()
    {
        const int Messages = 64;
        using var slow = await ConnectAsync(tls: false);
        using var other = await ConnectAsync(tls: false);

        // More than all windows and buffers hold: the server waits for room, and meanwhile does not read.
        var message = RandomNumberGenerator.GetBytes(1024 * 1024);
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < Messages; i++) await slow.SendAsync(message, WebSocketMessageType.Binary, true, CancellationToken.None);
        }, Token);
        for (var i = 0; i < 200; i++) await EchoAsync(other, Frames.Utf8($"message {i}"));
        Assert.False(sending.IsCompleted);

        for (var i = 0; i < Messages; i++) AssertSame(message, await ReceiveAsync(slow));
        await sending.WithinLimitAsync("the last to be sent");
        Assert.Equal(1, _connections);
    }

    [Fact]
    public async Task Shutdown_closes_every_socket_with_1001()
    {
        using var one = await ConnectAsync(tls: false);
        using var two = await ConnectAsync(tls: true);
        var stopping = _app.StopAsync(Token);
        foreach (var client in (ClientWebSocket[])[one, two])
        {
            await client.ReceiveAsync(new byte[10].AsMemory(), Token).AsTask().WithinLimitAsync("the close");
            Assert.Equal((WebSocketCloseStatus)1001, client.CloseStatus);
            await client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Token);
        }

        await stopping.WithinLimitAsync("the end of the server");
    }

    private async Task<ClientWebSocket> ConnectAsync(bool tls)
    {
        var client = new ClientWebSocket { Options = { HttpVersion = HttpVersion.Version20, HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact } };
        var address = new UriBuilder(_app.Urls.ElementAt(tls ? 1 : 0)) { Scheme = tls ? "wss" : "ws" }.Uri;
        await client.ConnectAsync(address, _invoker, Token).WithinLimitAsync("the connection");
        return client;
    }

    private static async Task EchoAsync(ClientWebSocket client, byte[] message)
    {
        var sending = client.SendAsync(message, WebSocketMessageType.Binary, true, Token);
        AssertSame(message, await ReceiveAsync(client));
        await sending;
    }

    private static void AssertSame(byte[] expected, byte[] actual) => Assert.True(expected.AsSpan().SequenceEqual(actual), "The echo differs.");

    private static async Task<byte[]> ReceiveAsync(ClientWebSocket client)
    {
        var received = new MemoryStream();
        var buffer = new byte[64 * 1024];
        ValueWebSocketReceiveResult result;
        do
        {
            result = await client.ReceiveAsync(buffer.AsMemory(), Token).AsTask().WithinLimitAsync("a message");
            Assert.Equal(WebSocketMessageType.Binary, result.MessageType);
            received.Write(buffer, 0, result.Count);
        }
        while (!result.EndOfMessage);
        return received.ToArray();
    }
}
