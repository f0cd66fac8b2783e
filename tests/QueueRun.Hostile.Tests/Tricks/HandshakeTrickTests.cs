namespace QueueRun.Hostile;

/// <summary>
/// Handshakes that a proxy and the server could read differently. The tests of the handshake (<c>QueueRun.Wire.Tests</c>) have duplicates
/// and invalid values of each header; here are the other tricks, on a whole program.
/// </summary>
public sealed class HandshakeTrickTests(TargetServer target)
{
    [Theory]
    // A body on an upgrade: it would be read as frames, or as the next request.
    [InlineData(400, "Content-Length: 5")]
    [InlineData(400, "Transfer-Encoding: chunked")]
    [InlineData(400, "Content-Length: 0", "Content-Length: 5")]
    [InlineData(400, "Content-Length: 5", "Transfer-Encoding: chunked")]
    [InlineData(400, "Content-Length: +5")]
    // Folded, split and disguised headers.
    [InlineData(400, "X-Folded: one\r\n two")]
    [InlineData(400, "X-Folded: one\r\n\ttwo")]
    [InlineData(400, "Sec-WebSocket-Version : 13")]
    [InlineData(400, "X-Nul: a\0b")]
    [InlineData(400, "X-Return: a\rSec-WebSocket-Protocol: b")]
    [InlineData(400, ": nothing")]
    [InlineData(400, "Host: other.example")]
    // Valid headers that are repeated, or that ask for nothing supported.
    [InlineData(101, "X-Forwarded-Host: other.example")]
    [InlineData(101, "Sec-WebSocket-Protocol: chat, superchat")]
    [InlineData(101, "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits")]
    [InlineData(101, "Upgrade: h2c")]
    // A line feed alone may end a line (RFC 9112, 2.2): this is one more header.
    [InlineData(101, "X-Line: a\nSec-WebSocket-Protocol: b")]
    public async Task A_handshake_has_one_reading(int status, params string[] lines)
    {
        var server = await target.SharedAsync();
        await using var raw = await RawWebSocket.OpenAsync(server.Address);
        var head = await raw.RequestAsync([.. RawWebSocket.Handshake(server.Socket("user=ann")), .. lines]);
        Assert.StartsWith($"HTTP/1.1 {status} ", head, StringComparison.Ordinal);
        if (status == 101) await ExpectWholeAsync(raw);
    }

    [Theory]
    [InlineData("GET http://other.example/socket?user=ann HTTP/1.1")]
    [InlineData("GET /socket?user=ann HTTP/1.1\r\nHost: other.example")]
    [InlineData("GET  /socket?user=ann HTTP/1.1")]
    [InlineData("GET /socket?user=ann HTTP/1.1 ")]
    [InlineData("GET /socket?user=ann")]
    public async Task A_request_line_with_two_readings_is_refused(string line)
    {
        var server = await target.SharedAsync();
        await using var raw = await RawWebSocket.OpenAsync(server.Address);
        Assert.StartsWith("HTTP/1.1 400 ", await raw.RequestAsync([line, .. RawWebSocket.Handshake(server.Socket())[1..]]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sec-WebSocket-Protocol: chat")]
    [InlineData("Sec-WebSocket-Protocol: chat%0d%0aSet-Cookie:%20a=b")]
    [InlineData("Sec-WebSocket-Extensions: permessage-deflate")]
    [InlineData("Sec-WebSocket-Accept: guess")]
    [InlineData("X-Anything: at-all")]
    public async Task Nothing_of_the_request_stands_in_the_answer(string line)
    {
        var server = await target.SharedAsync();
        await using var raw = await RawWebSocket.OpenAsync(server.Address);
        var head = await raw.RequestAsync([.. RawWebSocket.Handshake(server.Socket("user=ann&x=%0d%0aSet-Cookie:%20a=b")), line]);
        var names = head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[1..].Select(header => header.Split(':')[0]).Order(StringComparer.Ordinal);
        Assert.Equal(["Connection", "Date", "Sec-WebSocket-Accept", "Server", "Upgrade"], names);
        Assert.DoesNotContain(line.Split(": ")[1], head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Frames_are_not_compressed_whatever_the_client_offers()
    {
        // Secrets and an attacker's text are never compressed together, so there is no compression to measure.
        var server = await target.SharedAsync();
        await using var raw = await RawWebSocket.OpenAsync(server.Address);
        await raw.RequestAsync([.. RawWebSocket.Handshake(server.Socket("user=ann")), "Sec-WebSocket-Extensions: permessage-deflate"]);
        await raw.SendTextAsync($$"""{"test":"echo","text":"{{new string('a', 1000)}}"}""");
        await raw.ExpectAsync(Opcode.Text, new string('a', 1000));
        await raw.SendAsync(Opcode.Text, "{}"u8.ToArray(), reserved: 4);
        await raw.ExpectCloseAsync(1002);
    }

    [Fact]
    public async Task Frames_behind_a_handshake_that_is_refused_are_no_frames()
    {
        var server = await target.SharedAsync();
        await using var raw = await RawWebSocket.OpenAsync(server.Address);
        await raw.SendBytesAsync(
        [
            .. System.Text.Encoding.ASCII.GetBytes(string.Join("\r\n", RawWebSocket.Handshake(server.Socket("user=ann"))) + "\r\nOrigin: https://evil.example\r\n\r\n"),
            .. RawWebSocket.Frame(Opcode.Text, """{"test":"echo","text":"in?"}"""u8.ToArray()), .. "\r\n\r\n"u8,
        ]);
        var head = await raw.ReadHeadAsync();
        Assert.StartsWith("HTTP/1.1 403 ", head, StringComparison.Ordinal);
        Assert.Contains("Connection: close\r\n", head, StringComparison.Ordinal);
        await raw.ReadBodyAsync(head);
        await raw.ExpectEndAsync(); // they are not another request either
    }

    /// <summary>Both sides read frames in the same way.</summary>
    private static async Task ExpectWholeAsync(RawWebSocket raw)
    {
        await raw.SendTextAsync("""{"test":"echo","text":"whole"}""");
        await raw.ExpectAsync(Opcode.Text, "whole");
    }
}
