using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using QueueRun.TestCompilations;
using QueueRun.Tests;

namespace QueueRun.Json.Tests;

/// <summary>
/// What the contract says is what is written and read: values that are written are valid under the schema of a result, and JSON that is
/// valid under the schema of a message is read.
/// </summary>
public class ContractTests(Corpus corpus, ContractTests.Answers answers) : IClassFixture<ContractTests.Answers>
{
    /// <summary>Shapes whose values hold null where their declaration does not allow it, or are no value of their declaration at all.</summary>
    internal static readonly HashSet<string> Lies =
    [
        // Null in a place that is declared not null.
        "StringMember", "JaggedArray", "ListOfRecords", "Interfaces", "DictionaryInterfaces", "DeepArrays", "Record", "RecordStruct",
        "CollectionConverter", "InterfaceRoot", "DerivedNumbers", "Polymorphic", "GeoJson",
        // Numbers that the enum does not define.
        "Enums", "Enum", "StringEnums", "Keys", "FlagNames",
    ];

    /// <summary>Shapes of which the contract accepts JSON that is not read, because no schema can say more.</summary>
    private static readonly HashSet<string> s_reads = [];

    [Fact]
    public async Task The_official_parser_accepts_it() => Assert.Empty((await answers.OfAsync(corpus)).Problems);

    [Theory]
    [MemberData(nameof(Corpus.Names), MemberType = typeof(Corpus))]
    public async Task What_is_written_is_valid(string name)
    {
        var answer = await answers.OfAsync(corpus);
        var invalid = Answers.Written(corpus, name).Where(check => !answer.Valid.Contains(check.Id)).Select(check => $"{check.Json} under {check.Schema.ToJsonString()}").ToList();
        if (Lies.Contains(name)) Assert.NotEmpty(invalid);
        else Assert.True(invalid.Count == 0, string.Join('\n', invalid));
    }

    [Theory]
    [MemberData(nameof(Corpus.Received), MemberType = typeof(Corpus))]
    public async Task What_is_valid_is_read(string name)
    {
        var answer = await answers.OfAsync(corpus);
        var refused = Answers.Read(corpus, name).Where(check => answer.Valid.Contains(check.Id) && IsMisfit(name, check))
            .Select(check => $"{check.Json} under {check.Schema.ToJsonString()}").ToList();
        if (s_reads.Contains(name)) Assert.NotEmpty(refused);
        else Assert.True(refused.Count == 0, string.Join('\n', refused));
    }

    [Fact]
    public async Task What_lacks_a_required_member_is_refused_by_both()
    {
        var answer = await answers.OfAsync(corpus);
        var lacking = Shapes.All.Where(shape => !shape.SentOnly).SelectMany(shape => Answers.Read(corpus, shape.Name).Select(check => (shape.Name, check)))
            .Where(pair => pair.check.Id.StartsWith("lacking", StringComparison.Ordinal) && IsMisfit(pair.Name, pair.check)).ToList();
        Assert.True(lacking.Count >= 10, $"There are {lacking.Count}.");
        Assert.All(lacking, pair => Assert.DoesNotContain(pair.check.Id, answer.Valid));
    }

    private bool IsMisfit(string name, SchemaCheck check)
        => corpus.ReadAsReceived(corpus.Find(name).Type, Encoding.UTF8.GetBytes(check.Json)).StartsWith("Misfit", StringComparison.Ordinal);

    /// <summary>The parser is asked once about everything.</summary>
    public sealed class Answers
    {
        private static readonly Lazy<JsonNode> s_document = new(Describe);
        private readonly Lock _lock = new();
        private Task<AsyncApiAnswer>? _answer;

        internal Task<AsyncApiAnswer> OfAsync(Corpus corpus)
        {
            lock (_lock) return _answer ??= AskAsync(corpus);
        }

        /// <summary>The values of a shape as they are written, with the schema of a result.</summary>
        internal static IEnumerable<SchemaCheck> Written(Corpus corpus, string name)
        {
            var shape = Shapes.All.Single(shape => shape.Name == name);
            if (shape.IsAnonymous || Result(name) is not { } schema) return [];
            var (type, values) = corpus.Find(name);
            return values.Select(value => corpus.WrittenByWriter(type, value)).Where(Corpus.IsJson).Select((json, i) => new SchemaCheck($"written {name} {i}", schema, json));
        }

        /// <summary>JSON to read as a shape, with the schema of the message.</summary>
        internal static IEnumerable<SchemaCheck> Read(Corpus corpus, string name)
        {
            if (Message(name) is not { } schema) return [];
            var (type, values) = corpus.Find(name);
            var written = values.Select(value => corpus.Written(type, value)).Where(Corpus.IsJson).ToList();
            return written.Concat(Corpus.JsonFor(name)).Select((json, i) => new SchemaCheck($"read {name} {i}", schema, json))
                .Concat(written.SelectMany(WithoutOne).Select((json, i) => new SchemaCheck($"lacking {name} {i}", schema, json)));
        }

        /// <summary>An object without one of its members, for each of them.</summary>
        private static IEnumerable<string> WithoutOne(string json)
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return [];
            var members = document.RootElement.EnumerateObject().Select(member => $"{JsonSerializer.Serialize(member.Name)}:{member.Value.GetRawText()}").ToList();
            return [.. members.Select(left => $"{{{string.Join(',', members.Except([left]))}}}")];
        }

        private static async Task<AsyncApiAnswer> AskAsync(Corpus corpus)
        {
            var checks = Shapes.All.SelectMany(shape => Written(corpus, shape.Name)).Concat(Shapes.All.Where(shape => !shape.SentOnly).SelectMany(shape => Read(corpus, shape.Name)));
            return (await AsyncApiTool.AskAsync(new AsyncApiQuestion("corpus", s_document.Value.ToJsonString(), [.. checks])))["corpus"];
        }

        private static JsonNode Describe()
        {
            var files = Shapes.All.Select(shape => shape.IsAnonymous ? shape.Source : shape.Source.Replace("internal static class Case\n{",
                $"internal static class Case\n{{\n[SocketHandler(\"result={shape.Name}\", Name = \"resultOf{shape.Name}\")] internal static {shape.Type} Result() => throw new NotSupportedException();",
                StringComparison.Ordinal));
            return EmittedContract.Of(TestDriver.Emit(TestCompilation.Create([.. files])));
        }

        private static JsonNode? Result(string name)
            => Operation($"result={name}")?["reply"]?["messages"]?[0] is { } message ? Resolve(message)["payload"]!["properties"]!["result"] : null;

        // The message also has the route's property: what is read here is the type alone.
        private static JsonNode? Message(string name)
        {
            if (Operation($"case={name}")?["messages"]?[0] is not { } message) return null;
            var payload = Resolve(message)["payload"]!;
            if (payload["allOf"]?[0] is { } type) return type;
            var own = payload.DeepClone().AsObject();
            own["properties"]!.AsObject().Remove("case");
            own["required"]!.AsArray().RemoveAt(0);
            return own;
        }

        private static JsonNode? Operation(string route)
            => s_document.Value["operations"]!.AsObject().Select(operation => operation.Value!).FirstOrDefault(operation => (string?)operation["x-queuerun-route"] == route);

        private static JsonNode Resolve(JsonNode reference)
            => ((string)reference["$ref"]!).TrimStart('#', '/').Split('/').Aggregate(s_document.Value, (node, step) => node[step]!);
    }
}
