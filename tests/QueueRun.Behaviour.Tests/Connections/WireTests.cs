using System.Text;
using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>What no well-behaved client sends, and clients that go away: each connection ends with its code, and others notice nothing.</summary>
public abstract class WireTests(ServerHost host) : BehaviourTests(host)
{
    private Task<RawWebSocket> ConnectAsync() => Server.ConnectRawAsync($"user={Fresh("raw")}");

    [Fact]
    public async Task A_frame_that_is_not_masked_is_a_protocol_error()
    {
        await using var raw = await ConnectAsync();
        await raw.SendAsync(Opcode.Text, "{}"u8.ToArray(), masked: false);
        await raw.ExpectCloseAsync(1002);
    }

    [Fact]
    public async Task A_reserved_bit_is_a_protocol_error()
    {
        await using var raw = await ConnectAsync();
        await raw.SendAsync(Opcode.Text, "{}"u8.ToArray(), reserved: 4);
        await raw.ExpectCloseAsync(1002);
    }

    [Fact]
    public async Task A_message_that_is_too_large_is_refused_by_its_header_alone()
    {
        await using var raw = await ConnectAsync();
        var frame = RawWebSocket.Frame(Opcode.Binary, new byte[65_537]);
        await raw.SendBytesAsync(frame[..14]);
        await raw.ExpectCloseAsync(1009);
    }

    [Fact]
    public async Task The_largest_message_is_taken_also_in_fragments()
    {
        await using var raw = await ConnectAsync();
        var text = Encoding.UTF8.GetBytes("x" + new string('y', 65_535));
        await raw.SendAsync(Opcode.Text, text[..30_000], final: false);
        await raw.SendAsync(Opcode.Ping, "between"u8.ToArray());
        await raw.SendAsync(Opcode.Continuation, text[30_000..]);
        await raw.ExpectAsync(Opcode.Pong, "between");
        var answer = await raw.ReceiveAsync();
        Assert.Equal("text: " + Encoding.UTF8.GetString(text), answer!.Text);
    }

    [Fact]
    public async Task Text_that_is_not_UTF8_is_refused()
    {
        await using var raw = await ConnectAsync();
        await raw.SendAsync(Opcode.Text, [0xC3, 0x28]);
        await raw.ExpectCloseAsync(1007);
    }

    [Fact]
    public async Task A_ping_is_answered_while_a_handler_runs()
    {
        var key = Fresh("gate");
        await using var raw = await ConnectAsync();
        await raw.SendTextAsync($$"""{"test":"hold","key":"{{key}}","line":"held"}""");
        await Server.ExpectJournalAsync(key, "held begins");
        await raw.SendAsync(Opcode.Ping, "still there?"u8.ToArray());
        await raw.ExpectAsync(Opcode.Pong, "still there?");
        await Server.OpenGateAsync(key);
        await raw.ExpectAsync(Opcode.Text, "held");
    }

    [Fact]
    public async Task A_close_is_answered_while_a_handler_runs_and_cancels_it()
    {
        var key = Fresh("gate");
        await using var raw = await ConnectAsync();
        await raw.SendTextAsync($$"""{"test":"hold","key":"{{key}}","line":"held"}""");
        await Server.ExpectJournalAsync(key, "held begins");
        await raw.SendCloseAsync(4321, "enough");
        await raw.ExpectCloseAsync(4321);
        await Server.ExpectJournalAsync(key, "held begins", "held cancelled");
        await raw.ExpectEndAsync();
    }

    [Fact]
    public async Task A_client_that_vanishes_cancels_its_handler_and_is_offline()
    {
        var (key, user) = (Fresh("gate"), Fresh("ann"));
        await using var raw = await Server.ConnectRawAsync($"user={user}");
        await raw.SendTextAsync($$"""{"test":"hold","key":"{{key}}","line":"held"}""");
        await Server.ExpectJournalAsync(key, "held begins");
        raw.Vanish();
        await Server.ExpectJournalAsync(key, "held begins", "held cancelled");
        await Server.ExpectOnlineAsync(user, false);
        await Server.ExpectJournalAsync(user, "online", "offline");
    }

    [Fact]
    public async Task What_was_sent_before_a_close_is_handled()
    {
        var key = Fresh("last");
        await using var raw = await ConnectAsync();
        byte[] bytes =
        [
            .. RawWebSocket.Frame(Opcode.Text, Encoding.UTF8.GetBytes($$"""{"test":"note","key":"{{key}}","line":"first"}""")),
            .. RawWebSocket.Frame(Opcode.Text, Encoding.UTF8.GetBytes($$"""{"test":"note","key":"{{key}}","line":"second"}""")),
            .. RawWebSocket.Frame(Opcode.Close, [0x03, 0xE8]),
        ];
        await raw.SendBytesAsync(bytes);
        await Server.ExpectJournalAsync(key, "first", "second");
    }

    [Theory]
    [InlineData("Connection: close", 2, 400)]
    [InlineData("Upgrade: h2c", 3, 400)]
    [InlineData("Sec-WebSocket-Version: 8", 4, 426)]
    [InlineData("Sec-WebSocket-Key: short", 5, 400)]
    public async Task A_handshake_that_is_malformed_is_refused(string line, int at, int status)
    {
        await using var raw = await RawWebSocket.OpenAsync(Server.Address);
        var lines = RawWebSocket.Handshake(Server.Socket("user=ann"));
        lines[at] = line;
        Assert.StartsWith($"HTTP/1.1 {status} ", await raw.RequestAsync(lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://evil.example", 403)]
    [InlineData("null", 403)]
    [InlineData("same", 101)]
    public async Task A_page_of_another_origin_may_not_connect(string origin, int status)
    {
        await using var raw = await RawWebSocket.OpenAsync(Server.Address);
        if (origin == "same") origin = Server.Address.GetLeftPart(UriPartial.Authority);
        var head = await raw.RequestAsync([.. RawWebSocket.Handshake(Server.Socket($"user={Fresh("ann")}")), $"Origin: {origin}"]);
        Assert.StartsWith($"HTTP/1.1 {status} ", head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_who_is_too_slow_is_closed_and_costs_the_others_nothing()
    {
        var (ann, bob, eve) = (Fresh("ann"), Fresh("bob"), Fresh("eve"));
        await using var slow = await Server.ConnectRawAsync($"user={ann}", receiveBuffer: 4096);
        await using var quick = await Server.ConnectAsUserAsync(bob);
        await using var sender = await Server.ConnectAsUserAsync(eve);
        await Server.ExpectOnlineAsync(ann, true);
        await quick.ExpectNothingAsync();

        var text = new string('x', 50_000);
        for (var n = 0; await Server.IsOnlineAsync(ann); n++)
        {
            Assert.True(n < 2_000, "a reader who never reads is still there");
            await sender.SendJsonAsync(new { test = "tell", to = new[] { ann, bob }, text });
            var seen = (await quick.ReceiveAsync()).Json;
            Assert.Equal(text, seen.GetProperty("text").GetString());
        }

        await sender.ExpectNothingAsync();
    }
}

public sealed class WireInProcess(InProcessHost host) : WireTests(host);

public sealed class WireInBinary(BinaryHost host) : WireTests(host);
