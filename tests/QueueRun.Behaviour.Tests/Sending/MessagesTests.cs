namespace QueueRun.Behaviour;

/// <summary>What is sent.</summary>
public abstract class MessagesTests(ServerHost host) : BehaviourTests(host)
{
    [Theory]
    [InlineData("text", "plain")]
    [InlineData("number", "42")]
    [InlineData("boolean", "true")]
    [InlineData("null", "null")]
    [InlineData("array", """[{"room":"r","from":"f","text":"t"}]""")]
    [InlineData("dictionary", """{"one":1,"Two":2}""")]
    [InlineData("element", """{"raw":[1,null]}""")]
    public async Task A_named_type_is_sent_as_it_is(string kind, string expected)
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test = "send-kind", kind });
        await client.ExpectTextAsync(expected);
    }

    [Fact]
    public async Task A_message_type_is_sent_with_its_property_first()
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test = "send-kind", kind = "named" });
        await client.ExpectTextAsync("""{"event":"said","room":"r","from":"f","text":"t"}""");
    }

    [Theory]
    [InlineData("bytes", new byte[] { 1, 2, 3, 4 })]
    [InlineData("memory", new byte[] { 2, 3, 4 })]
    [InlineData("read-only memory", new byte[] { 3, 4 })]
    [InlineData("segment", new byte[] { 2, 3 })]
    public async Task Bytes_are_sent_as_binary_frames(string kind, byte[] expected)
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test = "send-kind", kind });
        await client.ExpectBytesAsync(expected);
    }

    [Theory]
    [InlineData("flat", """{"event":"x","count":1,"nothing":null,"when":"2026-01-02"}""")]
    [InlineData("nested", """{"outer":{"inner":{"deep":true}}}""")]
    [InlineData("array", """[{"n":1},{"n":2}]""")]
    [InlineData("sequence", """[{"n":1,"square":1},{"n":2,"square":4}]""")]
    [InlineData("list inside", """{"items":[{"n":1},{"n":2}]}""")]
    [InlineData("named inside", """{"said":{"room":"r","from":"f","text":"t"},"many":[{"room":"a","from":"b","text":"c"}]}""")]
    [InlineData("empty", "{}")]
    public async Task An_anonymous_object_is_sent_as_JSON(string kind, string expected)
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test = "send-anonymous", kind });
        await client.ExpectTextAsync(expected);
    }
}

public sealed class MessagesInProcess(InProcessHost host) : MessagesTests(host);

public sealed class MessagesInBinary(BinaryHost host) : MessagesTests(host);
