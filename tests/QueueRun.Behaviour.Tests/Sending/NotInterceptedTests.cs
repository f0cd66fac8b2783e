namespace QueueRun.Behaviour;

/// <summary>Sends written in unusual ways, and those that the compiler cannot see through.</summary>
public abstract class NotInterceptedTests(ServerHost host) : BehaviourTests(host)
{
    [Theory]
    [InlineData("named arguments")]
    [InlineData("conditional")]
    [InlineData("chain")]
    [InlineData("lambda")]
    public async Task However_it_is_written_an_anonymous_object_is_sent(string how)
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test = "send-written", how });
        await client.ExpectTextAsync($$"""{"how":"{{how}}"}""");
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_type_argument_may_say_more_than_the_argument()
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test = "send-written", how = "explicit type" });
        await client.ExpectTextAsync("""[{"x":1,"y":2}]""");
    }

    [Theory]
    [InlineData("known", """{"event":"said","room":"r","from":"f","text":"relayed"}""")]
    [InlineData("text", "relayed")]
    [InlineData("method group", """{"event":"said","room":"r","from":"f","text":"by a method group"}""")]
    [InlineData("object", """{"event":"said","room":"r","from":"f","text":"as an object"}""")]
    [InlineData("object text", "as an object")]
    [InlineData("null object", "null")]
    public async Task A_type_that_a_module_knows_is_sent(string what, string expected)
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test = "relay", what });
        await client.ExpectTextAsync(expected);
        await client.ExpectTextAsync("done");
    }

    [Fact]
    public async Task Bytes_need_no_module()
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test = "relay", what = "bytes" });
        await client.ExpectBytesAsync(7);
        await client.ExpectTextAsync("done");
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("unknown object")]
    public async Task A_type_that_no_module_knows_is_named_with_the_cure(string what)
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test = "relay", what });
        var answer = (await client.ReceiveAsync()).Text;
        Assert.StartsWith("not supported: ", answer, StringComparison.Ordinal);
        Assert.Contains("Unlisted", answer, StringComparison.Ordinal);
        await client.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("class", """{"by":"by its class"}""")]
    [InlineData("class, list", """[{"by":"in a list"}]""")]
    [InlineData("class, text", "text")]
    [InlineData("interface", """{"how":"interface"}""")]
    [InlineData("interface, list", """[{"how":"interface, list"}]""")]
    [InlineData("twice", """{"by":"twice"}""")]
    public async Task A_socket_that_is_not_ours_may_pass_on_what_it_gets(string how, string expected)
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test = "passed-on", how });
        await client.ExpectTextAsync(expected);
    }

    [Fact]
    public async Task A_socket_that_is_not_ours_gets_the_call_as_it_was_written()
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test = "decorated" });
        await client.ExpectTextAsync("{ through = a fake }; to ann; text");
    }
}

public sealed class NotInterceptedInProcess(InProcessHost host) : NotInterceptedTests(host);

public sealed class NotInterceptedInBinary(BinaryHost host) : NotInterceptedTests(host);
