using Microsoft.Extensions.Logging;

namespace QueueRun.Json.Tests;

/// <summary>No message of a client makes the server report a fault of its own, neither to the client nor in the log.</summary>
public class FaultTests(FaultProgram program, Corpus corpus)
{
    private const int Few = 4000;
    private const int Batch = 200;

    [Theory]
    [InlineData("""{"t":"shape","name":"n","r":2,"$type":"circle"}""", """{"$type":"circle","r":2,"name":"n"}""")]
    [InlineData("""{"$type":"square","side":1,"t":"shape","#":5,"traceparent":"x","tracestate":"y"}""", """{"$type":"square","side":1,"name":null}""")]
    [InlineData("""{"t":"shape","name":"n"}""", """{"error":"$: expected an object whose \"$type\" is \"circle\" or \"square\""}""")]
    [InlineData("""{"t":"shape","$type":"cube"}""", """{"error":"$: expected an object whose \"$type\" is \"circle\" or \"square\""}""")]
    [InlineData("""{"t":"shape","$type":7}""", """{"error":"$: expected an object whose \"$type\" is \"circle\" or \"square\""}""")]
    [InlineData("""{"t":"shape","$type":null}""", """{"error":"$: expected an object whose \"$type\" is \"circle\" or \"square\""}""")]
    [InlineData("""{"t":"shape","$type":"circle","$type":"square"}""", """{"error":"$.$type: expected only one property of this name"}""")]
    [InlineData("""{"t":"shape","$type":"circle","r":"wide"}""", """{"error":"$.r: expected a number"}""")]
    [InlineData("""{"t":"shape","$type":"square"}""", """{"error":"$.side: expected a number"}""")]
    [InlineData("""{"t":"shape","$type":"square","side":1,"other":2}""", """{"error":"$.other: expected no property of this name"}""")]
    [InlineData("""{"t":"shapes","shapes":[{"r":1,"$type":"circle"},{"r":1}]}""", """{"error":"$.shapes[1]: expected an object whose \"$type\" is \"circle\" or \"square\""}""")]
    [InlineData("""{"t":"shape","shape":{"r":1}}""", """{"error":"$.shape: expected an object whose \"$type\" is \"circle\" or \"square\""}""")]
    [InlineData("""{"t":"drawing","main":{"name":"m"}}""", """{"error":"$.main: expected an object whose \"$type\" is \"circle\" or \"square\""}""")]
    [InlineData("""{"t":"drawing","main":{"name":"m","$type":"circle"},"more":[],"named":{"x":{"b":1,"kind":"derived"}}}""", """{"main":{"$type":"circle","r":0,"name":"m"},"more":[],"named":{"x":{"kind":"derived","b":1,"a":0}}}""")]
    [InlineData("""{"t":"drawing","named":{"x":{"kind":"who"}}}""", """{"error":"$.named.x: expected an object whose \"kind\" is \"derived\""}""")]
    [InlineData("""{"t":"base","a":1,"kind":"who"}""", """{"error":"$: expected an object whose \"kind\" is \"derived\""}""")]
    [InlineData("""{"t":"base","a":1}""", """{"a":1}""")]
    public Task A_type_is_told_by_its_property_wherever_that_stands(string message, string answer) => AssertAnswerAsync(message, answer);

    [Theory]
    [InlineData("""{"t":"object","a":1,"a":2}""", """{"t":"object","a":2}""")]
    [InlineData("""{"t":"object","a":1,"A":2,"b":{"x":[{"y":1,"Y":2,"y":3}],"X":0}}""", """{"t":"object","A":2,"b":{"X":0}}""")]
    [InlineData("""{"t":"node","a":{"\u0061":1,"a":2,"z":[]}}""", """{"t":"node","a":{"a":2,"z":[]}}""")]
    [InlineData("""{"t":"kept","n":{"a":1,"A":2},"l":[{"a":1,"a":2}],"e":1}""", """{"e":1,"n":{"A":2},"o":null,"l":[{"a":2}],"v":null,"any":null,"d":null}""")]
    [InlineData("""{"t":"more","n":{"a":1,"A":2}}""", """{"d":0,"n":{"A":2},"s":null}""")]
    [InlineData("""{"t":"many","a":{"b":1,"B":2},"b":{"b":1,"b":2},"c":1,"d":"2026-11-29T00:00:00Z"}""", """{"a":{"B":2},"b":{"b":1,"b":2},"c":1,"d":"2026-11-29T00:00:00+00:00"}""")]
    [InlineData("""{"t":"kept","v":{}}""", """{"error":"$.v: expected a string, a number, true or false"}""")]
    public Task Of_names_that_stand_twice_in_a_node_the_last_counts(string message, string answer) => AssertAnswerAsync(message, answer);

    [Theory]
    [InlineData("""{"t":"numbers","a":1e400}""", """{"error":"$.a: expected a number from -1.7976931348623157E+308 to 1.7976931348623157E+308"}""")]
    [InlineData("""{"t":"numbers","b":1E39}""", """{"error":"$.b: expected a number from -3.4028235E+38 to 3.4028235E+38"}""")]
    [InlineData("""{"t":"numbers","b":400000000000000000000000000000000000000}""", """{"error":"$.b: expected a number from -3.4028235E+38 to 3.4028235E+38"}""")]
    [InlineData("""{"t":"numbers","f":[0,-1e+999]}""", """{"error":"$.f[1]: expected a number from -1.7976931348623157E+308 to 1.7976931348623157E+308"}""")]
    [InlineData("""{"t":"numbers","g":{"odd name":1e99}}""", """{"error":"$.g['odd name']: expected a number from -3.4028235E+38 to 3.4028235E+38"}""")]
    [InlineData("""{"t":"numbers","a":"NaN"}""", """{"error":"$.a: expected a number"}""")]
    [InlineData("""{"t":"numbers","c":"-Inf\u0069nity"}""", """{"error":"$.c: expected a number"}""")]
    [InlineData("""{"t":"numbers","a":"1e3","h":"NaN"}""", """{"a":1000,"b":0,"c":null,"d":0,"e":0,"f":null,"g":null,"h":"NaN"}""")]
    [InlineData("""{"t":"numbers","h":1e400}""", """{"a":0,"b":0,"c":null,"d":0,"e":0,"f":null,"g":null,"h":"Infinity"}""")]
    [InlineData("""{"t":"numbers","a":1e30,"b":-1e-400,"unknown":1e400}""", """{"a":1E+30,"b":-0,"c":null,"d":0,"e":0,"f":null,"g":null,"h":0}""")]
    [InlineData("""{"t":"shape","$type":"circle","r":1e400}""", """{"error":"$.r: expected a number from -1.7976931348623157E+308 to 1.7976931348623157E+308"}""")]
    [InlineData("""{"t":"more","d":1e400}""", """{"error":"$.d: expected a number from -1.7976931348623157E+308 to 1.7976931348623157E+308"}""")]
    [InlineData("""{"t":"double","value":1e400}""", """{"error":"$.value: expected a number from -1.7976931348623157E+308 to 1.7976931348623157E+308"}""")]
    [InlineData("""{"t":"element","value":1e400}""", """{"t":"element","value":1e400}""")] // as it is
    public Task A_number_that_could_not_be_sent_back_is_told(string message, string answer) => AssertAnswerAsync(message, answer);

    [Theory]
    [InlineData("""{"t":"element","a":["\ud83d\udc4b","\udc4b"]}""", """{"error":"$.a[1]: expected text that is valid Unicode"}""")]
    [InlineData("""{"t":"document","a":"\ud83dx"}""", """{"error":"$.a: expected text that is valid Unicode"}""")]
    [InlineData("""{"t":"element","\ud83d":1}""", """{"error":"$: expected names that are valid Unicode"}""")]
    [InlineData("""{"t":"node","a":{"b":"\ud83d"}}""", """{"error":"$.a.b: expected text that is valid Unicode"}""")]
    [InlineData("""{"t":"kept","any":"\ud83d"}""", """{"error":"$.any: expected text that is valid Unicode"}""")]
    [InlineData("""{"t":"rest","a":1,"b":"\ud83d"}""", """{"error":"$.b: expected text that is valid Unicode"}""")]
    [InlineData("""{"t":"text","text":"\ud83d"}""", """{"error":"$.text: expected text that is valid Unicode"}""")]
    [InlineData("""{"other":"\udfff"}""", """{"error":"$.other: expected text that is valid Unicode"}""")]
    [InlineData("""{"t":"kept","e":1,"unknown":"\ud83d"}""", """{"e":1,"n":null,"o":null,"l":null,"v":null,"any":null,"d":null}""")]
    public Task Half_of_a_character_is_told(string message, string answer) => AssertAnswerAsync(message, answer);

    [Theory]
    [InlineData("""{"t":"kept"}""", """{"e":null,"n":null,"o":null,"l":null,"v":null,"any":null,"d":null}""")]
    [InlineData("""{"back":"DefaultImmutableArray"}""", """{"a":[]}""")]
    public Task What_was_left_out_can_be_sent_back(string message, string answer) => AssertAnswerAsync(message, answer);

    [Theory]
    [InlineData("""{"t":"strict","room":"r","a":1,"#":7,"traceparent":"x","tracestate":""}""", """{"a":1}""")]
    [InlineData("""{"t":"strict","room":"r","a":1,"x":7}""", """{"error":"$.x: expected no property of this name"}""")]
    [InlineData("""{"a":1,"t":"listed"}""", """{"a":1}""")]
    [InlineData("""{"t":"value","a":1}""", """{"a":1}""")]
    [InlineData("""{"t":"listed","a":1,"room":"r"}""", """{"error":"$.room: expected no property of this name"}""")] // another route's
    [InlineData("""{"t":"rest","a":1,"b":[2],"#":3}""", """{"a":1,"b":[2]}""")]
    public Task What_the_protocol_reads_is_never_unmapped(string message, string answer) => AssertAnswerAsync(message, answer);

    [Theory]
    [InlineData("""{"t":"guarded","age":-1}""")]
    [InlineData("""{"t":"guarded","text":null}""")]
    public async Task What_a_type_throws_while_it_is_read_is_no_fault_of_the_servers(string message)
    {
        await AssertAnswerAsync(message, """{"error":"$: expected another value"}""", LogLevel.Information);
        await AssertAnswerAsync("""{"t":"guarded","age":1,"text":" x "}""", """{"age":1,"text":"x"}""");
    }

    [Fact]
    public async Task Nothing_that_a_client_sends_is_a_fault_of_the_servers()
    {
        // QUEUERUN_FAULTS=200000: this number of messages, different each time.
        var wanted = int.TryParse(Environment.GetEnvironmentVariable("QUEUERUN_FAULTS"), out var asked) ? asked : 0;
        var seed = wanted > 0 ? Random.Shared.Next() : 1;
        var messages = new FaultMessages(corpus, new(seed));
        Dictionary<string, string> faults = [];
        using var client = await program.ConnectAsync();
        for (var done = 0; done < Math.Max(wanted, Few); done += Batch)
        {
            var some = Enumerable.Range(0, Batch).Select(_ => messages.Next()).ToList();
            var answers = await client.AskAsync(some);
            var entries = program.Logged.Take(LogLevel.Warning);
            foreach (var entry in entries) faults.TryAdd(entry.Split('\n')[0].Split(" for message")[0], entry);
            foreach (var (message, answer) in some.Zip(answers).Where(pair => pair.Second == """{"error":"internal error"}""")) faults.TryAdd(message[..Math.Min(30, message.Length)], message);
        }

        Assert.True(faults.Count == 0, $"seed {seed}\n{string.Join("\n\n", faults.Values)}");
    }

    private async Task AssertAnswerAsync(string message, string answer, LogLevel level = LogLevel.Debug)
    {
        program.Logged.Take(LogLevel.Debug);
        using var client = await program.ConnectAsync();
        Assert.Equal(answer, await client.AskAsync(message));
        Assert.Empty(program.Logged.Take(level + 1));
    }
}
