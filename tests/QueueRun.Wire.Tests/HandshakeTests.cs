using System.Net.WebSockets;
using System.Text;
using static QueueRun.Wire.Tests.ClientBytes;

namespace QueueRun.Wire.Tests;

/// <summary>The opening handshake as raw bytes, against a real Kestrel.</summary>
public class HandshakeTests(EchoServer server) : IClassFixture<EchoServer>
{
    private const string Key = "dGhlIHNhbXBsZSBub25jZQ==";
    private const string Accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    private static readonly string[] Right =
    [
        "GET /socket HTTP/1.1", "Host: localhost", "Upgrade: websocket", "Connection: Upgrade", $"Sec-WebSocket-Key: {Key}", "Sec-WebSocket-Version: 13",
    ];

    /// <summary>Replacements for lines of the request; an empty one removes the line.</summary>
    public static TheoryData<string, string> RightOnes => new()
    {
        { "", "" },
        { "Upgrade: websocket", "UPGRADE: WebSocket" },
        { "Upgrade: websocket", "Upgrade: h2c, WEBSOCKET" },
        { "Upgrade: websocket", "Upgrade: h2c\r\nUpgrade: websocket" },
        { "Connection: Upgrade", "Connection: keep-alive, Upgrade" },
        { "Connection: Upgrade", "connection: keep-alive,upgrade" },
        { "Connection: Upgrade", "Connection: keep-alive\r\nConnection: upgrade" },
        { "Connection: Upgrade", "Connection: \tUpgrade\t" },
        { $"Sec-WebSocket-Key: {Key}", $"sec-websocket-key:{Key}" },
        { $"Sec-WebSocket-Key: {Key}", $"Sec-WebSocket-Key:   {Key}   " },
        { "Sec-WebSocket-Version: 13", "SEC-WEBSOCKET-VERSION: 13" },
        { "Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Extensions: permessage-deflate\r\nSec-WebSocket-Protocol: chat" },
        { "Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 13\r\nContent-Length: 0" },
    };

    public static TheoryData<string, string, int, string> WrongOnes => new()
    {
        { "Upgrade: websocket", "", 400, "'Upgrade: websocket'" },
        { "Upgrade: websocket", "Upgrade: h2c", 400, "'Upgrade: websocket'" },
        { "Upgrade: websocket", "Upgrade: websockets", 400, "'Upgrade: websocket'" },
        { "Connection: Upgrade", "", 400, "'Connection: Upgrade'" },
        { "Connection: Upgrade", "Connection: keep-alive", 400, "'Connection: Upgrade'" },
        { "Connection: Upgrade", "Connection: close", 400, "'Connection: Upgrade'" },
        { $"Sec-WebSocket-Key: {Key}", "", 400, "'Sec-WebSocket-Key'" },
        { $"Sec-WebSocket-Key: {Key}", "Sec-WebSocket-Key: ", 400, "'Sec-WebSocket-Key'" },
        { $"Sec-WebSocket-Key: {Key}", $"Sec-WebSocket-Key: {Key}\r\nSec-WebSocket-Key: {Key}", 400, "Exactly one header 'Sec-WebSocket-Key'" },
        { $"Sec-WebSocket-Key: {Key}", $"Sec-WebSocket-Key: {Key}, {Key}", 400, "16 bytes" },
        { $"Sec-WebSocket-Key: {Key}", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAA", 400, "16 bytes" },          // 15 bytes
        { $"Sec-WebSocket-Key: {Key}", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAAA=", 400, "16 bytes" },      // 17
        { $"Sec-WebSocket-Key: {Key}", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAAAA", 400, "16 bytes" },      // 18
        { $"Sec-WebSocket-Key: {Key}", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA", 400, "16 bytes" },        // no padding
        { $"Sec-WebSocket-Key: {Key}", "Sec-WebSocket-Key: AAAAAAAAAAA AAAAAAAAAAA=", 400, "16 bytes" },
        { $"Sec-WebSocket-Key: {Key}", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25j_Q==", 400, "16 bytes" },
        { "Sec-WebSocket-Version: 13", "", 400, "'Sec-WebSocket-Version'" },
        { "Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Version: 8", 400, "Exactly one header 'Sec-WebSocket-Version'" },
        { "Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 8", 426, "version 13" },
        { "Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 13, 8", 426, "version 13" },
        { "Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 013", 426, "version 13" },
        { "GET /socket HTTP/1.1", "POST /socket HTTP/1.1", 405, "GET" },
        { "GET /socket HTTP/1.1", "get /socket HTTP/1.1", 405, "GET" },
        { "GET /socket HTTP/1.1", "OPTIONS /socket HTTP/1.1", 405, "GET" },
        { "GET /socket HTTP/1.1", "GET /socket HTTP/1.0", 400, "HTTP/1.1" },
    };

    [Theory, MemberData(nameof(RightOnes))]
    public async Task A_right_handshake_is_accepted(string line, string instead)
    {
        await using var stream = await server.ConnectAsync();
        var answer = await LoopbackServer.RequestAsync(stream, Request(line, instead));
        var lines = answer.Split("\r\n");
        Assert.Equal("HTTP/1.1 101 Switching Protocols", lines[0]);
        Assert.Contains($"Sec-WebSocket-Accept: {Accept}", lines);
        Assert.Contains("Upgrade: websocket", lines);
        Assert.Single(lines, one => one.StartsWith("Connection: Upgrade", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, one => one.StartsWith("Sec-WebSocket-Extensions", StringComparison.Ordinal) || one.StartsWith("Sec-WebSocket-Protocol", StringComparison.Ordinal));

        await stream.WriteAsync(Text("hello"), Token);
        Assert.Equal("\u0081\u0005hello", Encoding.Latin1.GetString(await LoopbackServer.ReadExactlyAsync(stream, 7)));
    }

    [Theory, MemberData(nameof(WrongOnes))]
    public async Task A_wrong_handshake_is_refused(string line, string instead, int status, string says)
    {
        await using var stream = await server.ConnectAsync();
        var answer = await LoopbackServer.RequestAsync(stream, Request(line, instead));
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        var (headers, body) = (answer.Split("\r\n\r\n")[0].Split("\r\n"), answer.Split("\r\n\r\n")[1]);
        Assert.Contains(says, body, StringComparison.Ordinal);
        Assert.Contains("Content-Type: text/plain; charset=utf-8", headers);
        Assert.Equal(status == 405, headers.Contains("Allow: GET"));
        Assert.Equal(status == 426, headers.Contains("Upgrade: websocket"));
        Assert.Equal(status == 426, headers.Contains("Sec-WebSocket-Version: 13"));
        // After an upgrade request, a client may already send frames, which are not another request. Kestrel itself ends HTTP/1.0.
        if (!instead.EndsWith("HTTP/1.0", StringComparison.Ordinal)) Assert.Contains(status == 426 ? "Connection: Upgrade, close" : "Connection: close", headers);
        Assert.Empty(await LoopbackServer.ReadToEndAsync(stream));
    }

    /// <summary>The offered subprotocols, in one line or several, and the answer of a server with <c>chat.v2, chat.v1</c>.</summary>
    [Theory]
    [InlineData("chat.v1", "chat.v1")]
    [InlineData("chat.v1, chat.v2", "chat.v2")]
    [InlineData("other,chat.v1 ,\tmore", "chat.v1")]
    [InlineData("chat.v1\r\nSec-WebSocket-Protocol: chat.v2", "chat.v2")]
    [InlineData("chat.v3, chat", null)]
    [InlineData("Chat.v1", null)] // they are compared as they are written
    [InlineData("", null)]
    [InlineData(",, ,", null)]
    [InlineData("\"chat.v1\"", null)]
    public async Task A_subprotocol_is_the_first_of_the_servers_that_the_client_offers(string offered, string? answered)
    {
        await using var stream = await server.ConnectAsync();
        var answer = await LoopbackServer.RequestAsync(stream, Request("Upgrade: websocket", $"Upgrade: websocket\r\nSec-WebSocket-Protocol: {offered}"));
        Assert.StartsWith("HTTP/1.1 101 ", answer, StringComparison.Ordinal);
        var lines = answer.Split("\r\n").Where(line => line.StartsWith("Sec-WebSocket-Protocol", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(answered is null ? [] : [$"Sec-WebSocket-Protocol: {answered}"], lines);
    }

    [Fact]
    public async Task A_client_knows_its_subprotocol()
    {
        using var client = new ClientWebSocket();
        client.Options.AddSubProtocol("chat.v0");
        client.Options.AddSubProtocol("chat.v1");
        await client.ConnectAsync(new($"ws://127.0.0.1:{server.Port}/"), Token);
        Assert.Equal("chat.v1", client.SubProtocol);
    }

    [Fact]
    public async Task A_plain_request_is_told_to_upgrade_and_the_connection_stays()
    {
        await using var stream = await server.ConnectAsync();
        foreach (var _ in (int[])[1, 2])
        {
            var answer = await LoopbackServer.RequestAsync(stream, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
            Assert.StartsWith("HTTP/1.1 426 ", answer, StringComparison.Ordinal);
            Assert.Contains("Upgrade: websocket\r\n", answer, StringComparison.Ordinal);
            Assert.Contains("Connection: Upgrade, keep-alive\r\n", answer, StringComparison.Ordinal);
            Assert.EndsWith("This is a WebSocket endpoint.", answer, StringComparison.Ordinal);
        }

        // And may still upgrade.
        Assert.StartsWith("HTTP/1.1 101 ", await LoopbackServer.RequestAsync(stream, Request("", "")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plain_request_that_wants_to_close_is_closed()
    {
        await using var stream = await server.ConnectAsync();
        var answer = await LoopbackServer.RequestAsync(stream, "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        Assert.Contains("Connection: Upgrade, close\r\n", answer, StringComparison.Ordinal);
        Assert.Empty(await LoopbackServer.ReadToEndAsync(stream));
    }

    [Fact]
    public async Task A_head_request_gets_no_body()
    {
        await using var stream = await server.ConnectAsync();
        Assert.StartsWith("HTTP/1.1 405 ", await LoopbackServer.RequestAsync(stream, "HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task HTTP_2_is_told_to_upgrade_without_the_headers_it_does_not_know()
    {
        using var client = new HttpClient { DefaultRequestVersion = new(2, 0), DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var plain = await client.GetAsync(new Uri($"http://127.0.0.1:{server.Http2Port}/"), Token);
        Assert.Equal((426, new Version(2, 0)), ((int)plain.StatusCode, plain.Version));
        Assert.False(plain.Headers.Contains("Upgrade"));
    }

    [Fact]
    public async Task HTTP_2_has_a_handshake_of_its_own()
    {
        using var answer = await server.ConnectHttp2Async(prepare: request => request.Headers.Add("Sec-WebSocket-Protocol", "chat.v1, chat.v2"));
        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal(["chat.v2"], answer.Headers.GetValues("Sec-WebSocket-Protocol"));
        Assert.False(answer.Headers.Contains("Sec-WebSocket-Accept"));
        await using var stream = await answer.Content.ReadAsStreamAsync(Token);
        await stream.WriteAsync(Text("hello"), Token);
        await stream.FlushAsync(Token);
        Assert.Equal("\u0081\u0005hello", Encoding.Latin1.GetString(await LoopbackServer.ReadExactlyAsync(stream, 7)));
    }

    [Theory]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ==", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")] // the RFC's own
    [InlineData("no key", null)]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ==, dGhlIHNhbXBsZSBub25jZQ==", null)]
    public async Task HTTP_2_needs_no_key_and_answers_one(string key, string? accept)
    {
        using var answer = await server.ConnectHttp2Async(prepare: request => request.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", key));
        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal(accept, answer.Headers.TryGetValues("Sec-WebSocket-Accept", out var values) ? string.Join(", ", values) : null);
    }

    [Theory]
    [InlineData("websocket", "", 400)]
    [InlineData("websocket", "8", 426)]
    [InlineData("websocket", "13, 8", 426)]
    [InlineData("webtransport", "13", 501)]
    public async Task A_wrong_handshake_of_HTTP_2_is_refused(string protocol, string version, int status)
    {
        using var answer = await server.ConnectHttp2Async(prepare: request =>
        {
            request.Headers.Protocol = protocol;
            request.Headers.Remove("Sec-WebSocket-Version");
            if (version.Length > 0) request.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", version);
        });
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(status == 426, answer.Headers.Contains("Sec-WebSocket-Version"));
        Assert.False(answer.Headers.Contains("Upgrade"));
    }

    [Fact]
    public async Task Frames_may_follow_the_request_at_once()
    {
        await using var stream = await server.ConnectAsync();
        await LoopbackServer.RequestAsync(stream, Request("", ""), Join(Text("a"), Text("b"), Close(1000)));
        Assert.Equal("8101618101628802" + "03E8", Convert.ToHexString(await LoopbackServer.ReadToEndAsync(stream)));
    }

    [Theory]
    [InlineData(0x88, new byte[] { 0x03, 0xE8 }, "03E8")]
    [InlineData(0x88, new byte[0], "")]
    [InlineData(0xC1, new byte[] { 1 }, "03EA")]
    [InlineData(0x81, new byte[] { 0xFF }, "03EF")]
    public async Task The_server_answers_a_close_or_a_violation_and_ends_the_connection(int first, byte[] payload, string close)
    {
        await using var stream = await server.ConnectAsync();
        await LoopbackServer.RequestAsync(stream, Request("", ""), Frame(first, payload));
        var header = await LoopbackServer.ReadExactlyAsync(stream, 2);
        Assert.Equal(0x88, header[0]);
        Assert.StartsWith(close, Convert.ToHexString(await LoopbackServer.ReadExactlyAsync(stream, header[1])), StringComparison.Ordinal);

        // After a violation the server waits until we are silent.
        if (first != 0x88) await stream.WriteAsync(Join(Text("ignored"), Frame(0x88, [])), Token);
        Assert.Empty(await LoopbackServer.ReadToEndAsync(stream));
    }

    [Fact]
    public async Task A_message_that_is_too_big_is_refused_while_it_is_still_being_sent()
    {
        await using var stream = await server.ConnectAsync();
        await LoopbackServer.RequestAsync(stream, Request("", ""), Frame(0x82, [1, 2, 3], announced: 5_000_000));
        var header = await LoopbackServer.ReadExactlyAsync(stream, 2);
        Assert.Equal("03F1", Convert.ToHexString(await LoopbackServer.ReadExactlyAsync(stream, header[1]))[..4]);

        // A client that is not that quick sends the rest before it closes.
        await stream.WriteAsync(Join(new byte[5_000_000 - 3], Close(1009)), Token);
        Assert.Empty(await LoopbackServer.ReadToEndAsync(stream));
    }

    [Fact]
    public async Task An_abort_ends_the_connection()
    {
        await using var stream = await server.ConnectAsync();
        await LoopbackServer.RequestAsync(stream, Request("", ""));
        await stream.WriteAsync(Text("abort"), Token);
        try
        {
            Assert.Equal(0, await LoopbackServer.ReadAsync(stream, new byte[1]));
        }
        catch (IOException)
        {
            // A reset says the same.
        }
    }

    [Fact]
    public async Task An_abort_ends_one_stream_of_HTTP_2_and_no_other()
    {
        using var first = await server.ConnectHttp2Async();
        using var second = await server.ConnectHttp2Async();
        await using var aborted = await first.Content.ReadAsStreamAsync(Token);
        await using var other = await second.Content.ReadAsStreamAsync(Token);
        await aborted.WriteAsync(Text("abort"), Token);
        await aborted.FlushAsync(Token);
        var reset = await Assert.ThrowsAnyAsync<IOException>(() => LoopbackServer.ReadAsync(aborted, new byte[1]));
        Assert.Equal(0x8, (reset as HttpProtocolException ?? reset.InnerException as HttpProtocolException)?.ErrorCode); // CANCEL

        await other.WriteAsync(Text("hello"), Token);
        await other.FlushAsync(Token);
        Assert.Equal("\u0081\u0005hello", Encoding.Latin1.GetString(await LoopbackServer.ReadExactlyAsync(other, 7)));
    }

    [Fact]
    public async Task Another_implementation_talks_to_us()
    {
        using var client = new ClientWebSocket();
        await client.ConnectAsync(new($"ws://127.0.0.1:{server.Port}/"), Token);
        var buffer = new byte[EchoServer.MaxMessageSize];
        foreach (var length in (int[])[0, 1, 125, 126, 65535, 65536, 100_000])
        {
            var payload = Noise(length);
            await client.SendAsync(payload, WebSocketMessageType.Binary, true, Token);
            var got = 0;
            ValueWebSocketReceiveResult result;
            do
            {
                result = await client.ReceiveAsync(buffer.AsMemory(got), Token);
                got += result.Count;
            }
            while (!result.EndOfMessage);
            Assert.Equal(payload, buffer[..got]);
        }

        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", Token);
        Assert.Equal((WebSocketCloseStatus.NormalClosure, "bye"), (client.CloseStatus, client.CloseStatusDescription));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Request(string line, string instead)
        => string.Join("\r\n", Right.Select(one => one == line ? instead : one).Where(one => one.Length > 0)) + "\r\n\r\n";
}
