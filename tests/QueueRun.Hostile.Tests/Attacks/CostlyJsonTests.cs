using System.Diagnostics;
using System.Text;

namespace QueueRun.Hostile;

/// <summary>JSON that is made to be expensive: the largest message costs about what its size costs, whatever stands in it.</summary>
public sealed class CostlyJsonTests(TargetServer target)
{
    private const int MaxMessageSize = 65_536;

    /// <summary>How much more than harmless text of the same size a message may cost; what is quadratic costs hundreds of times as much.</summary>
    private const double MaxFactor = 40;

    /// <summary>As much of one part as fits, between a beginning and an end.</summary>
    private static string Fill(string beginning, Func<int, string> part, string end)
    {
        var text = new StringBuilder(beginning);
        for (var (i, left) = (0, MaxMessageSize - beginning.Length - end.Length); ; i++)
        {
            var next = part(i);
            left -= Encoding.UTF8.GetByteCount(next);
            if (left < 0) break;
            text.Append(next);
        }

        return text.Append(end).ToString();
    }

    private static Dictionary<string, string> Messages { get; } = new()
    {
        ["nested as deep as it may be"] = Fill("""{"test":"everything","anything":[""", _ => new string('[', 60) + new string(']', 60) + ",", "0]}"),
        ["nested too deep"] = Fill("""{"test":"everything","anything":""", _ => "[", ""),
        ["one huge array"] = Fill("""{"test":"numbers","values":[""", _ => "1,", "1]}"),
        ["one huge array of the wrong type, wrong at its end"] = Fill("""{"test":"numbers","values":[""", _ => "1,", "{}]}"),
        ["a very long property name"] = Fill("{\"", _ => "n", "\":1,\"test\":\"numbers\",\"values\":[]}"),
        ["a very long name of escapes"] = Fill("{\"", _ => "\\u0074", "\":1,\"test\":\"numbers\",\"values\":[]}"),
        ["a very long name, to be told"] = Fill("""{"test":"everything","counts":{" """, _ => "é'", "\":[]}}"),
        ["thousands of duplicates"] = Fill("""{"test":"everything",""", _ => "\"text\":\"\",", "\"text\":\"\"}"),
        ["thousands of duplicates of a route's property"] = Fill("{", _ => "\"test\":\"everything\",", "\"test\":\"numbers\",\"values\":[]}"),
        ["thousands of unknown properties"] = Fill("""{"test":"everything",""", i => $"\"p{i}\":{i},", "\"x\":1}"),
        ["thousands of unknown properties, and a required one is missing"] = Fill("""{"test":"everything","tree":{""", i => $"\"p{i}\":{i},", "\"x\":1}}"),
        ["names that almost are a route's"] = Fill("{", i => $"\"tes{(char)('a' + (i % 26))}{i % 10}\":1,", "\"test\":\"numbers\",\"values\":[]}"),
        ["values that almost are a route's"] = Fill("{", i => $"\"test\":\"everythinj{i % 10}\",", "\"test\":\"numbers\",\"values\":[]}"),
        ["a number of 60,000 digits for an int"] = "{\"test\":\"numbers\",\"values\":[" + new string('7', 60_000) + "]}",
        ["a number of 60,000 digits for a double"] = "{\"test\":\"everything\",\"aDouble\":0." + new string('7', 60_000) + "}",
        ["a number of 60,000 digits for a decimal"] = "{\"test\":\"everything\",\"aDecimal\":1." + new string('7', 60_000) + "}",
        ["a number of 60,000 digits for a route's text"] = "{\"test\":\"echo\",\"text\":" + new string('7', 60_000) + "}",
        ["keys of a dictionary"] = Fill("""{"test":"everything","counts":{""", i => $"\"{i}\":1,", "\"x\":1}}"),
        ["a tree"] = Fill("""{"test":"everything","tree":{"name":"a","children":[""", _ => """{"name":"b"},""", """{"name":"c"}]}}"""),
        ["text that is not JSON"] = new string('x', MaxMessageSize),
        ["almost JSON, wrong at its end"] = Fill("[", _ => "\n1,", "]"),
        ["only an opening quote"] = "\"" + new string('\\', MaxMessageSize - 1),
        ["white space"] = new string(' ', MaxMessageSize),
    };

    public static TheoryData<string> Kinds => [.. Messages.Keys];

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_message_costs_what_its_size_costs(string kind)
    {
        var server = await target.SharedAsync();
        var harmless = Frame($$"""{"test":"echo","text":"{{new string('x', 60_000)}}"}""");
        var costly = Frame(Messages[kind]);
        await using var raw = await server.ConnectRawAsync("user=costly");

        // The quickest of several of each, one after the other: what disturbs the one disturbs the other. As many as it takes until the server's code for
        // it is compiled in earnest, however busy the machine is.
        var (usual, most, start) = (TimeSpan.MaxValue, TimeSpan.MaxValue, Stopwatch.GetTimestamp());
        for (var i = 0; i < 4 || (most / usual > MaxFactor && Stopwatch.GetElapsedTime(start) < Patience.Limit); i++)
        {
            usual = Min(usual, await AskAsync(raw, harmless));
            most = Min(most, await AskAsync(raw, costly));
        }

        Assert.True(most / usual <= MaxFactor, $"{most.TotalMilliseconds:F1} ms, and harmless text of that size {usual.TotalMilliseconds:F1} ms.");
    }

    [Fact]
    public async Task What_it_takes_is_given_back()
    {
        var server = await target.SharedAsync();
        await using var raw = await server.ConnectRawAsync("user=costly");
        var frames = Messages.Values.Select(Frame).ToArray();
        // Pools grow until they have enough; what is not given back grows each time, by more than 6 MiB.
        await Patience.EventuallyAsync(async () =>
        {
            var before = await server.UsageAsync();
            for (var i = 0; i < 5; i++)
                foreach (var frame in frames) await AskAsync(raw, frame);
            return (await server.UsageAsync()).Live - before.Live;
        }, grown => grown < 1024 * 1024);
    }

    private static byte[] Frame(string message) => RawWebSocket.Frame(Opcode.Text, Encoding.UTF8.GetBytes(message));

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    /// <summary>How long one message takes until its answer is there.</summary>
    private static async Task<TimeSpan> AskAsync(RawWebSocket raw, byte[] frame)
    {
        var start = Stopwatch.GetTimestamp();
        await raw.SendBytesAsync(frame);
        Assert.Equal(Opcode.Text, (await raw.ReceiveAsync())?.Opcode);
        return Stopwatch.GetElapsedTime(start);
    }
}
