using System.Diagnostics;
using System.Text;

namespace QueueRun.Hostile;

/// <summary>JSON that is made to be expensive: the cost of a message grows only with its size, whatever its content.</summary>
public sealed class CostlyJsonTests(TargetServer target)
{
    private const int MaxMessageSize = 65_536;

    /// <summary>The size of the smaller message in the comparison: an eighth.</summary>
    private const int SmallSize = MaxMessageSize / 8;

    /// <summary>
    /// How much more a full message may cost than one of an eighth of its size. Quadratic cost would be 64 times as much.
    /// </summary>
    private const double MaxFactor = 24;

    /// <summary>Each kind of message, in any size.</summary>
    private static Dictionary<string, Func<int, string>> Messages { get; } = new()
    {
        ["nested as deep as it may be"] = Filled("""{"test":"everything","anything":[""", _ => new string('[', 60) + new string(']', 60) + ",", "0]}"),
        ["nested too deep"] = Filled("""{"test":"everything","anything":""", _ => "[", ""),
        ["one huge array"] = Filled("""{"test":"numbers","values":[""", _ => "1,", "1]}"),
        ["one huge array of the wrong type, wrong at its end"] = Filled("""{"test":"numbers","values":[""", _ => "1,", "{}]}"),
        ["a very long property name"] = Filled("{\"", _ => "n", "\":1,\"test\":\"numbers\",\"values\":[]}"),
        ["a very long name of escapes"] = Filled("{\"", _ => "\\u0074", "\":1,\"test\":\"numbers\",\"values\":[]}"),
        ["a very long name, to be told"] = Filled("""{"test":"everything","counts":{" """, _ => "é'", "\":[]}}"),
        ["thousands of duplicates"] = Filled("""{"test":"everything",""", _ => "\"text\":\"\",", "\"text\":\"\"}"),
        ["thousands of duplicates of a route's property"] = Filled("{", _ => "\"test\":\"everything\",", "\"test\":\"numbers\",\"values\":[]}"),
        ["thousands of unknown properties"] = Filled("""{"test":"everything",""", i => $"\"p{i}\":{i},", "\"x\":1}"),
        ["thousands of unknown properties, and a required one is missing"] = Filled("""{"test":"everything","tree":{""", i => $"\"p{i}\":{i},", "\"x\":1}}"),
        ["names that almost are a route's"] = Filled("{", i => $"\"tes{(char)('a' + (i % 26))}{i % 10}\":1,", "\"test\":\"numbers\",\"values\":[]}"),
        ["values that almost are a route's"] = Filled("{", i => $"\"test\":\"everythinj{i % 10}\",", "\"test\":\"numbers\",\"values\":[]}"),
        ["a number of many digits for an int"] = Filled("""{"test":"numbers","values":[""", _ => "7", "]}"),
        ["a number of many digits for a double"] = Filled("""{"test":"everything","aDouble":0.""", _ => "7", "}"),
        ["a number of many digits for a decimal"] = Filled("""{"test":"everything","aDecimal":1.""", _ => "7", "}"),
        ["a number of many digits for a route's text"] = Filled("""{"test":"echo","text":""", _ => "7", "}"),
        ["keys of a dictionary"] = Filled("""{"test":"everything","counts":{""", i => $"\"{i}\":1,", "\"x\":1}}"),
        ["a tree"] = Filled("""{"test":"everything","tree":{"name":"a","children":[""", _ => """{"name":"b"},""", """{"name":"c"}]}}"""),
        ["text that is not JSON"] = Filled("", _ => "x", ""),
        ["almost JSON, wrong at its end"] = Filled("[", _ => "\n1,", "]"),
        ["only an opening quote"] = Filled("\"", _ => "\\", ""),
        ["white space"] = Filled("", _ => " ", ""),
    };

    public static TheoryData<string> Kinds => [.. Messages.Keys];

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_message_costs_what_its_size_costs(string kind)
    {
        var server = await target.SharedAsync();
        var (small, full) = (Frame(Messages[kind](SmallSize)), Frame(Messages[kind](MaxMessageSize)));
        await using var raw = await server.ConnectRawAsync("user=costly");

        // The quickest of several of each, in turns, so that a disturbance affects both. Repeated until the server's code for it is fully
        // optimized, however busy the machine is.
        var (little, most, start) = (TimeSpan.MaxValue, TimeSpan.MaxValue, Stopwatch.GetTimestamp());
        for (var i = 0; i < 4 || (most / little > MaxFactor && Stopwatch.GetElapsedTime(start) < Patience.Limit); i++)
        {
            little = Min(little, await AskAsync(raw, small));
            most = Min(most, await AskAsync(raw, full));
        }

        Assert.True(most / little <= MaxFactor, $"{most.TotalMilliseconds:F2} ms, and {little.TotalMilliseconds:F2} ms for an eighth of it.");
    }

    [Fact]
    public async Task What_it_takes_is_given_back()
    {
        var server = await target.SharedAsync();
        await using var raw = await server.ConnectRawAsync("user=costly");
        var frames = Messages.Values.Select(message => Frame(message(MaxMessageSize))).ToArray();
        // Pools grow until they are large enough; a leak grows each time, by more than 6 MiB.
        await Patience.EventuallyAsync(async () =>
        {
            var before = await server.UsageAsync();
            for (var i = 0; i < 5; i++)
                foreach (var frame in frames) await AskAsync(raw, frame);
            return (await server.UsageAsync()).Live - before.Live;
        }, grown => grown < 1024 * 1024);
    }

    /// <summary>Repeats a part as often as it fits between a beginning and an end.</summary>
    private static Func<int, string> Filled(string beginning, Func<int, string> part, string end) => size =>
    {
        var text = new StringBuilder(beginning);
        for (var (i, left) = (0, size - beginning.Length - end.Length); ; i++)
        {
            var next = part(i);
            left -= Encoding.UTF8.GetByteCount(next);
            if (left < 0) break;
            text.Append(next);
        }

        return text.Append(end).ToString();
    };

    private static byte[] Frame(string message) => RawWebSocket.Frame(Opcode.Text, Encoding.UTF8.GetBytes(message));

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    /// <summary>The time from one message to its answer.</summary>
    private static async Task<TimeSpan> AskAsync(RawWebSocket raw, byte[] frame)
    {
        var start = Stopwatch.GetTimestamp();
        await raw.SendBytesAsync(frame);
        Assert.Equal(Opcode.Text, (await raw.ReceiveAsync())?.Opcode);
        return Stopwatch.GetElapsedTime(start);
    }
}
