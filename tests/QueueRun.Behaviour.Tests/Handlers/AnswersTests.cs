namespace QueueRun.Behaviour;

/// <summary>A message with <c>"#"</c> gets exactly one answer.</summary>
public abstract class AnswersTests(ServerHost host) : BehaviourTests(host)
{
    private const string WrongReference = "$.#: expected a number or a string of at most 64 characters";

    [Theory]
    [InlineData("""{"#":1,"test":"return-void","key":"k"}""", """{"#":1,"result":null}""")]
    [InlineData("""{"#":2,"test":"return-task","key":"k"}""", """{"#":2,"result":null}""")]
    [InlineData("""{"#":3,"test":"return-value-task","key":"k"}""", """{"#":3,"result":null}""")]
    [InlineData("""{"test":"return-value","#":"a"}""", """{"#":"a","result":{"x":1,"y":2}}""")]
    [InlineData("""{"#": -1.50e3 ,"test":"return-task-of"}""", """{"#":-1.50e3,"result":{"x":3,"y":4}}""")]
    [InlineData("""{"\u0023":"\u00e9","test":"return-value-task-of"}""", """{"#":"\u00e9","result":{"event":"said","room":"here","from":"me","text":"hi"}}""")]
    [InlineData("""{"#":7,"test":"return-text"}""", """{"#":7,"result":"plain text"}""")]
    [InlineData("""{"#":7,"test":"return-number"}""", """{"#":7,"result":42}""")]
    [InlineData("""{"#":7,"test":"return-list"}""", """{"#":7,"result":[{"x":1,"y":2},{"x":3,"y":4}]}""")]
    [InlineData("""{"#":7,"test":"return-bytes"}""", """{"#":7,"result":"AQID"}""")]
    [InlineData("""{"#":7,"test":"return-memory"}""", """{"#":7,"result":"BAUG"}""")]
    [InlineData("""{"#":7,"test":"return-null"}""", """{"#":7,"result":null}""")]
    [InlineData("""{"#":7,"test":"return-null-text"}""", """{"#":7,"result":null}""")]
    [InlineData("""{"#":7,"test":"return-null-value"}""", """{"#":7,"result":null}""")]
    [InlineData("""{"#":7,"test":"return-node"}""", """{"#":7,"result":{"inner":{"n":1}}}""")]
    [InlineData("""{"#":7,"test":"strict","text":"t"}""", """{"#":7,"result":"t"}""")]
    [InlineData("""{"#":7,"test":"reference"}""", """{"#":7,"result":{"reference":"7"}}""")]
    [InlineData("""{"#":"7","test":"reference"}""", """{"#":"7","result":{"reference":"\"7\""}}""")]
    [InlineData("""{"test":"reference"}""", """{"reference":null}""")]
    [InlineData("""{"#":7,"test":"answer-then-throw"}""", """{"#":7,"result":7}""")]
    [InlineData("""{"#":7,"nobody":"takes this"}""", """{"#":7,"result":{"default":"json","data":{"#":7,"nobody":"takes this"}}}""")]
    [InlineData("""{"#":1,"#":2,"test":"return-number"}""", """{"#":2,"result":42}""")]
    public async Task The_result_of_the_method_is_the_answer(string message, string answer)
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendAsync(message);
        await client.ExpectTextAsync(answer);
        await client.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("""{"#":1,"test":"throw","how":"told"}""", """{"#":1,"error":"You may not do \"that\"."}""")]
    [InlineData("""{"#":1,"test":"throw","how":"at once"}""", """{"#":1,"error":"internal error"}""")]
    [InlineData("""{"#":1,"test":"throw","how":"told later"}""", """{"#":1,"error":"Told later."}""")]
    [InlineData("""{"#":1,"test":"stream","count":"many"}""", """{"#":1,"error":"$.count: expected a number"}""")]
    [InlineData("""{"#":1,"test":"hang","key":"hang"}""", """{"#":1,"error":"timed out"}""")]
    [InlineData("""{"#":1,"Test":"return-number"}""", """{"#":1,"error":"$.Test: expected the name \"test\""}""")]
    public async Task An_error_is_the_answer(string message, string answer)
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendAsync(message);
        await client.ExpectTextAsync(answer);
        await client.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("\"12345678901234567890123456789012345678901234567890123456789012345\"")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    [InlineData("\"\\ud800\"")]
    public async Task A_wrong_reference_is_an_error(string reference)
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        foreach (var rest in new[] { "", ",\"cancel\":true", ",\"test\":\"return-number\"" })
        {
            await client.SendAsync($"{{\"#\":{reference}{rest}}}");
            await client.ExpectErrorAsync(WrongReference);
        }

        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_reference_has_at_most_64_characters_escaped_or_not()
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        foreach (var longest in new[] { new string('a', 64), new string('é', 64), string.Concat(Enumerable.Repeat("\\u00e9", 64)) })
        {
            await client.SendAsync($"{{\"#\":\"{longest}\"}}");
            await client.ExpectTextAsync($"{{\"#\":\"{longest}\",\"result\":null}}");
        }
    }

    [Theory]
    [InlineData("stream", """{"item":{"x":0,"y":0}}""", """{"item":{"x":1,"y":1}}""", """{"result":null}""")]
    [InlineData("stream-text", """{"item":"one"}""", """{"item":"two"}""", """{"result":null}""")]
    [InlineData("stream-failing", """{"item":1}""", """{"error":"the stream failed"}""")]
    [InlineData("stream-stuck", """{"item":1}""", """{"error":"timed out"}""")]
    public async Task A_stream_sends_items_and_then_the_answer(string test, params string[] answers)
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendAsync($$"""{"#":5,"test":"{{test}}","count":2}""");
        foreach (var answer in answers) await client.ExpectTextAsync("{\"#\":5," + answer[1..]);
        await client.ExpectNothingAsync();
    }

    /// <summary>A ping waits neither for running calls nor for waiting ones.</summary>
    [Fact]
    public async Task A_ping_is_answered_at_once()
    {
        var key = Fresh("hold");
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendJsonAsync(new { test = "hold", key, line = "held" });
        await client.SendJsonAsync(new { test = "echo", text = "waits" });
        foreach (var ping in new[] { "{\"#\":1}", " { \"#\" : 1 } ", "{\"\\u0023\":1}" })
        {
            await client.SendAsync(ping);
            await client.ExpectTextAsync("""{"#":1,"result":null}""");
        }

        await Server.OpenGateAsync(key);
        foreach (var expected in new[] { "held", "waits" }) await client.ExpectTextAsync(expected);
    }

    [Theory]
    [InlineData("""{"#":1,"cancel":true}""")]
    [InlineData("""{"cancel":true,"#":1}""")]
    public async Task A_running_call_is_cancelled(string cancel)
    {
        var key = Fresh("hold");
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendAsync($$"""{"#":1,"test":"hold","key":"{{key}}","line":"held"}""");
        await Server.ExpectJournalAsync(key, "held begins");
        await client.SendAsync(cancel);
        await client.ExpectTextAsync("""{"#":1,"error":"cancelled"}""");
        await Server.ExpectJournalAsync(key, "held begins", "held cancelled");
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_waiting_call_is_cancelled_before_it_begins()
    {
        var key = Fresh("hold");
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendAsync($$"""{"test":"hold","key":"{{key}}","line":"held"}""");
        foreach (var (reference, line) in new[] { (1, "first"), (2, "second"), (1, "third") })
            await client.SendAsync($$"""{"#":{{reference}},"test":"note","key":"{{key}}","line":"{{line}}"}""");
        await client.SendAsync("""{"#":1,"cancel":true}""");
        await client.SendAsync($$"""{"#":1,"test":"note","key":"{{key}}","line":"fourth"}""");
        await client.SendAsync("""{"#":"ping"}""");
        await client.ExpectTextAsync("""{"#":"ping","result":null}"""); // the message before it was read
        await Server.OpenGateAsync(key);
        await client.ExpectTextAsync("held");
        await client.ExpectTextAsync("""{"#":1,"error":"cancelled"}""");
        await client.ExpectTextAsync("""{"#":2,"result":"second"}""");
        await client.ExpectTextAsync("""{"#":1,"error":"cancelled"}""");
        await client.ExpectTextAsync("""{"#":1,"result":"fourth"}""");
        await Server.ExpectJournalAsync(key, "held begins", "held ends", "second", "fourth");
    }

    [Fact]
    public async Task A_stream_is_cancelled_and_nothing_follows()
    {
        var key = Fresh("stream");
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendAsync($$"""{"#":"s","test":"stream-deaf","key":"{{key}}"}""");
        await client.ExpectTextAsync("""{"#":"s","item":1}""");
        await client.SendAsync("""{"#":"s","cancel":true}""");
        await client.ExpectTextAsync("""{"#":"s","error":"cancelled"}""");
        await Server.OpenGateAsync(key);
        await Server.ExpectJournalAsync(key, "disposed");
        await client.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("""{"#":1,"cancel":true}""")]
    [InlineData("""{"#":"unknown","cancel":true}""")]
    public async Task A_cancel_of_an_unknown_reference_is_ignored(string cancel)
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendAsync("""{"#":1,"test":"return-number"}""");
        await client.ExpectTextAsync("""{"#":1,"result":42}""");
        await client.SendAsync(cancel);
        await client.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("""{"#":1,"user":"ann","trouble":"told"}""", "wrong password")]
    [InlineData("""{"#":1,"user":null}""", "not authenticated")]
    [InlineData("""{"#":1,"user":5}""", "$.user: expected a string")]
    public async Task Authenticate_answers(string attempt, string error)
    {
        var ann = Fresh("ann");
        await using var client = await Server.ConnectAsync();
        await client.SendAsync("""{"#":"ping"}""");
        await client.ExpectTextAsync("""{"#":"ping","result":null}""");
        await client.SendAsync(attempt);
        await client.ExpectTextAsync($$"""{"#":1,"error":"{{error}}"}""");
        await client.SendAsync($$"""{"#":2,"user":"{{ann}}"}""");
        await client.ExpectTextAsync("""{"#":2,"result":null}""");
        await Server.ExpectOnlineAsync(ann, true);
        await client.ExpectNothingAsync();
    }

    /// <summary>Text that is not JSON has no reference, and neither have bytes that go to a handler of bytes.</summary>
    [Fact]
    public async Task A_message_that_is_not_JSON_has_no_reference()
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendAsync("""{"#":1,"test": """);
        await client.ExpectTextAsync("""text: {"#":1,"test": """);
        await client.SendAsync("{\"#\":1}"u8.ToArray());
        await client.ExpectBytesAsync([.. "{\"#\":1}"u8.ToArray().Reverse()]);
    }

    /// <summary>Running calls and waiting ones.</summary>
    [Fact]
    public async Task Calls_that_shutdown_cuts_off_are_answered()
    {
        var key = Fresh("hold");
        await using var server = await Host.StartAsync("--QueueRun:ShutdownTimeout=00:00:04");
        await using var client = await server.ConnectAsUserAsync(Fresh("ann"));
        await client.SendAsync($$"""{"#":1,"test":"beside","key":"{{key}}","line":"beside"}""");
        await client.SendAsync($$"""{"#":2,"test":"hold","key":"{{key}}","line":"held"}""");
        await client.SendAsync($$"""{"#":3,"test":"echo","text":"waits"}""");
        await client.SendAsync($$"""{"#":"ping"}""");
        await client.ExpectTextAsync("""{"#":"ping","result":null}""");
        await server.ExpectJournalAsync(key, "beside begins", "held begins");
        var stopping = server.StopAsync();
        await client.ExpectTextAsync("""{"#":3,"error":"the server is shutting down"}""");
        string[] answers = [(await client.ReceiveAsync()).Text, (await client.ReceiveAsync()).Text];
        Assert.Equal(["""{"#":1,"error":"the server is shutting down"}""", """{"#":2,"error":"the server is shutting down"}"""], answers.Order());
        await client.ExpectCloseAsync(1001, "the server is shutting down");
        await stopping;
    }
}

public sealed class AnswersInProcess(InProcessHost host) : AnswersTests(host);

public sealed class AnswersInBinary(BinaryHost host) : AnswersTests(host);
