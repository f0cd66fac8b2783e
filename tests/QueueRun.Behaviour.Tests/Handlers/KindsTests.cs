using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>Kinds: what a frame holds decides which handler takes it. The server has a default handler of each kind.</summary>
public abstract class KindsTests(ServerHost host) : BehaviourTests(host)
{
    [Theory]
    [InlineData("""{"nothing":"that a route knows"}""")]
    [InlineData("""{"test":"no such test"}""")]
    [InlineData("{}")]
    [InlineData("[1,2]")]
    [InlineData("\"text as JSON\"")]
    [InlineData("42")]
    [InlineData("-0.5e3")]
    [InlineData("true")]
    [InlineData("null")]
    [InlineData(" \r\n\t{} ")]
    public async Task Json_that_no_route_takes_goes_to_the_json_default(string message)
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("kinds"));
        await client.SendAsync(message);
        await client.ExpectTextAsync($$"""{"default":"json","data":{{message.Trim()}}}""");
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("")]
    [InlineData("Grüße 👋")]
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("{} x")]
    [InlineData("{'test':'route'}")]
    [InlineData("""{"test":"route",}""")]
    [InlineData("""{"test":"route"} // comment""")]
    [InlineData("""{"test":"route","more":nul}""")]
    [InlineData("NaN")]
    [InlineData("01")]
    public async Task Other_text_goes_to_the_text_default(string message)
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("kinds"));
        await client.SendAsync(message);
        await client.ExpectTextAsync($"text: {message}");
    }

    [Fact]
    public async Task Json_may_be_64_deep_and_no_deeper()
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("kinds"));
        var deep = Nested(64);
        await client.SendAsync(deep);
        await client.ExpectTextAsync($$"""{"default":"json","data":{{deep}}}""");

        await client.SendAsync(Nested(65));
        await client.ExpectTextAsync($"text: {Nested(65)}");

        await client.SendAsync(Nested(10_000));
        await client.ExpectTextAsync($"text: {Nested(10_000)}");

        static string Nested(int depth) => new string('[', depth) + new string(']', depth);
    }

    [Fact]
    public async Task A_message_is_checked_whole_before_a_handler_is_called()
    {
        var key = Fresh("whole");
        await using var client = await Server.ConnectAsUserAsync(Fresh("kinds"));
        var broken = $$$"""{"test":"note","key":"{{{key}}}","line":"called","more":{"a":[1,2,}}""";
        await client.SendAsync(broken);
        await client.ExpectTextAsync($"text: {broken}");
        Assert.Empty(await Server.JournalAsync(key));
    }

    [Fact]
    public async Task Binary_goes_to_the_binary_default_even_where_it_looks_like_json()
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("kinds"));
        await client.SendAsync([1, 2, 255]);
        await client.ExpectBytesAsync(255, 2, 1);

        await client.SendAsync("{}"u8.ToArray());
        await client.ExpectBytesAsync("}{"u8.ToArray());

        await client.SendAsync(Array.Empty<byte>());
        await client.ExpectBytesAsync();
    }

    [Fact]
    public async Task Text_in_fragments_is_one_message()
    {
        await using var raw = await Server.ConnectRawAsync($"user={Fresh("kinds")}");
        var bytes = "Grüße 👋 in pieces"u8.ToArray();
        await raw.SendAsync(Opcode.Text, bytes[..3], final: false);
        await raw.SendAsync(Opcode.Ping, "between"u8.ToArray());
        await raw.SendAsync(Opcode.Continuation, bytes[3..9], final: false);
        await raw.SendAsync(Opcode.Continuation, bytes[9..]);
        await raw.ExpectAsync(Opcode.Pong, "between");
        await raw.ExpectAsync(Opcode.Text, "text: Grüße 👋 in pieces");
    }
}

public sealed class KindsInProcess(InProcessHost host) : KindsTests(host);

public sealed class KindsInBinary(BinaryHost host) : KindsTests(host);
