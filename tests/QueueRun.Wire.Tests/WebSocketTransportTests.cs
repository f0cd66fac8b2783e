using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Logging;
using static QueueRun.Wire.Tests.ClientBytes;

namespace QueueRun.Wire.Tests;

/// <summary>The adapter, over TestServer, which offers nothing else.</summary>
public sealed class WebSocketTransportTests : IAsyncLifetime
{
    private const int Max = 10_000;

    private readonly TaskCompletionSource<ITransport> _accepted = new();
    private readonly TaskCompletionSource _ended = new();
    private readonly WebApplication _app;
    private WebSocket _client = null!;
    private ITransport _transport = null!;

    public WebSocketTransportTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        _app = builder.Build();
        _app.Run(async context =>
        {
            if (Handshake.Check(context) is { } refusal)
            {
                await Handshake.RefuseAsync(context, refusal);
                return;
            }

            _accepted.SetResult((await Handshake.AcceptAsync(context, new(Max) { SubProtocols = ["chat"] }))!);
            await _ended.Task;
        });
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _app.StartAsync(Token);
        _client = await _app.GetTestServer().CreateWebSocketClient().ConnectAsync(new("ws://localhost/"), Token);
        _transport = await _accepted.Task.WaitAsync(Outcome.Watchdog, Token);
        Assert.IsType<WebSocketTransport>(_transport);
    }

    public async ValueTask DisposeAsync()
    {
        _ended.SetResult();
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task A_plain_request_is_refused()
    {
        using var answer = await _app.GetTestClient().GetAsync(new Uri("/", UriKind.Relative), Token);
        Assert.Equal(426, (int)answer.StatusCode);
        Assert.Equal("This is a WebSocket endpoint.", await answer.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task Messages_are_received()
    {
        byte[] large = Noise(Max);
        await _client.SendAsync(Utf8("hé"), WebSocketMessageType.Text, true, Token);
        await _client.SendAsync(Array.Empty<byte>(), WebSocketMessageType.Text, true, Token);
        await _client.SendAsync(large.AsMemory(0, 5000), WebSocketMessageType.Binary, false, Token);
        await _client.SendAsync(large.AsMemory(5000), WebSocketMessageType.Binary, true, Token);
        Assert.Equal("Text:hé", await ReceiveAsync());
        Assert.Equal("Text:", await ReceiveAsync());
        Assert.Equal("Binary:" + Convert.ToHexString(large), await ReceiveAsync());
    }

    [Fact]
    public async Task A_message_that_is_too_big_is_a_violation_and_the_close_after_it_counts()
    {
        await _client.SendAsync(new byte[Max + 1], WebSocketMessageType.Binary, false, Token);
        Assert.Equal("Violation:1009", await ReceiveAsync());
        await _client.SendAsync(new byte[Max + 1], WebSocketMessageType.Binary, true, Token);
        await _client.SendAsync(Utf8("ignored"), WebSocketMessageType.Text, true, Token);
        await _client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Token);
        Assert.Equal("Close", await ReceiveAsync());
        Assert.Equal("End", await ReceiveAsync());
    }

    [Fact]
    public async Task Text_that_is_no_text_is_a_violation()
    {
        await _client.SendAsync(new byte[] { 0xC0 }, WebSocketMessageType.Text, true, Token);
        Assert.Equal("Violation:1007", await ReceiveAsync());
    }

    [Theory]
    [InlineData(1000, "bye", "Close:1000:bye")]
    [InlineData(4000, "", "Close:4000:")]
    [InlineData(1005, null, "Close")]
    public async Task A_close_is_received_and_answered(int status, string? reason, string expected)
    {
        await _client.CloseOutputAsync((WebSocketCloseStatus)status, reason, Token);
        Assert.Equal(expected, await ReceiveAsync());
        Assert.Equal("End", await ReceiveAsync());
        _transport.Write(Frame.Close(4001, "seen"));
        Assert.True(await _transport.FlushAsync());
        await _transport.CompleteAsync();
        await _client.ReceiveAsync(new byte[10].AsMemory(), Token);
        Assert.Equal((4001, "seen"), ((int)_client.CloseStatus!, _client.CloseStatusDescription));
    }

    [Fact]
    public async Task Messages_are_sent()
    {
        _transport.Write(Frame.Create(Opcode.Text, "a"u8));
        _transport.Write(Frame.Create(Opcode.Binary, [1, 2]));
        _transport.Write(Frame.Create(Opcode.Pong, [3]));
        Assert.True(await _transport.FlushAsync());
        var buffer = new byte[10];
        var first = await _client.ReceiveAsync(buffer.AsMemory(), Token);
        Assert.Equal((WebSocketMessageType.Text, 1, true), (first.MessageType, first.Count, first.EndOfMessage));
        var second = await _client.ReceiveAsync(buffer.AsMemory(), Token);
        Assert.Equal((WebSocketMessageType.Binary, 2, true), (second.MessageType, second.Count, second.EndOfMessage));
    }

    [Fact]
    public async Task A_close_of_ours_arrives_though_the_client_has_not_closed()
    {
        _transport.Write(Frame.Close(1001, "bye"));
        Assert.True(await _transport.FlushAsync());
        var late = Frame.Create(Opcode.Text, []);
        _transport.Write(late);
        Assert.Throws<ObjectDisposedException>(() => late.Bytes);
        await _transport.CompleteAsync();
        await _client.ReceiveAsync(new byte[10].AsMemory(), Token);
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, _client.CloseStatus);
    }

    [Fact]
    public async Task A_ping_is_answered_while_a_receive_is_pending()
    {
        var receiving = ReceiveAsync();
        _transport.Write(Frame.Create(Opcode.Ping, [7]));
        Assert.True(await _transport.FlushAsync());
        Assert.Equal("Pong:07", await receiving);

        // The read that was pending is still there.
        await _client.SendAsync(Utf8("a"), WebSocketMessageType.Text, true, Token);
        Assert.Equal("Text:a", await ReceiveAsync());
    }

    [Fact]
    public async Task A_peer_that_sends_a_message_in_parts_is_heard()
    {
        var heard = new SemaphoreSlim(0);
        _transport.Listener = new Listener(() => heard.Release());
        var receiving = ReceiveAsync();
        foreach (var last in (bool[])[false, false, true])
        {
            await _client.SendAsync(Utf8("a"), WebSocketMessageType.Text, last, Token);
            Assert.True(await heard.WaitAsync(Outcome.Watchdog, Token));
        }

        Assert.Equal("Text:aaa", await receiving);
    }

    [Fact]
    public async Task Abort_ends_everything()
    {
        var receiving = ReceiveAsync();
        _transport.Abort();
        _transport.Abort();
        Assert.Equal("End", await receiving);
        Assert.Equal("End", await ReceiveAsync());
        var frame = Frame.Create(Opcode.Text, "a"u8);
        _transport.Write(frame);
        Assert.False(await _transport.FlushAsync());
        Assert.Throws<ObjectDisposedException>(() => frame.Bytes);
        await _transport.CompleteAsync();
    }

    [Fact]
    public async Task A_client_that_is_gone_is_an_end()
    {
        var receiving = ReceiveAsync();
        _client.Abort();
        Assert.Equal("End", await receiving);
        await _transport.CompleteAsync();
    }

    private async Task<string> ReceiveAsync() => Outcome.Take(await _transport.ReceiveAsync().AsTask().WaitAsync(Outcome.Watchdog, Token));
}
