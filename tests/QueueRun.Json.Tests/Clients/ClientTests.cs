using System.Text.Json;
using System.Text.Json.Nodes;
using QueueRun.Tests;

namespace QueueRun.Json.Tests.Clients;

/// <summary>
/// Values of all shapes, through a real server and the client that was written for it: they have the types that the client says, they arrive, and come back.
/// What the types refuse is refused by the server, except for what the page on the contract lists.
/// </summary>
public sealed class ClientTests(EchoAnswers answers) : IClassFixture<EchoAnswers>
{
    /// <summary>Shapes with a value that is not of its declared type: null where there is no null, or a number that the enum does not define.</summary>
    private static readonly HashSet<string> s_lies = ContractTests.Lies;

    /// <summary>Shapes whose values, as they are written, lack what is required where they are read, or have another form.</summary>
    private static readonly HashSet<string> s_oneWay = ["IgnoreByConstructor", "IgnoreOneWay", "NumberTexts", "NumberHandling"];

    /// <summary>Shapes that C# itself reads as another value than it has written: a callback counts, a stack is turned round, a converter forgets.</summary>
    private static readonly HashSet<string> s_changing =
    [
        "Concrete", "ConcurrentReceived", "ImmutableCollections", "OwnDictionary", "Stacks", "Inherited", "IncludedFields", "PopulateObjects", "AllCallbacks", "ThreeDeep",
        "OverriddenGetter", "DerivedUndiscriminated", "Ignore", "TypeConverter", "RootConverter", "ConverterFactory", "Populate", "PopulateType", "HiddenGetters", "SetterOrder",
        "IgnoreOneWay", "NumberTexts", "NumberHandling",
    ];

    /// <summary>Shapes without a value that can be written: NaN, a property that throws.</summary>
    private static readonly HashSet<string> s_unwritten = ["NotANumber", "RecordDefaults", "Throws", "ConstantDefaults"];

    /// <summary>Shapes with a number that has more digits than JavaScript keeps.</summary>
    private static readonly HashSet<string> s_rounded = ["AllNumbers", "BigNumbers", "Enums", "EnumSizes", "OrderBook"];

    [Theory]
    [MemberData(nameof(Corpus.Names), MemberType = typeof(Corpus))]
    public async Task A_value_of_CSharp_has_its_type_and_arrives(string name)
    {
        var (program, checks) = await answers.OfAsync(name);
        var made = checks.Where(check => check.Index is not null).ToList();
        Assert.Equal(s_unwritten.Contains(name), made.Count == 0);
        foreach (var check in made)
        {
            // A result that is null is null: no converter is asked.
            var isNull = program.Values(name).GetValue(check.Index!.Value) is null;
            var json = check.Json.Length > 0 ? check.Json : JsonSerializer.Serialize(program.Values(name).GetValue(0), LoadedProgram.Reflected);
            foreach (var call in check.Calls)
            {
                Assert.Null(call.Error);
                var arrived = call.Event is null ? call.Answer : call.Event == "*" ? call.Told : JsonNode.Parse(call.Told!)!["value"]?.ToJsonString() ?? "null";
                Assert.True(arrived is not null && JsonEquality.AreEqual(isNull && call.Event is null ? "null" : json, arrived), $"{call.Handler}: {json} arrives as {arrived}");
            }
        }

        var refusals = made.SelectMany(check => check.Refusals).ToList();
        if (s_lies.Contains(name)) Assert.NotEmpty(refusals);
        else Assert.True(refusals.Count == 0, string.Join('\n', refusals));
    }

    [Theory]
    [MemberData(nameof(Corpus.Received), MemberType = typeof(Corpus))]
    public async Task A_value_that_is_sent_comes_back(string name)
    {
        var (program, checks) = await answers.OfAsync(name);
        var type = program.Values(name).GetType().GetElementType()!;
        var (isChanged, isRounded) = (false, false);
        List<string> refusals = [];
        foreach (var check in checks.Where(check => check is { Index: null, Mutation: null }))
        {
            refusals.AddRange(check.Refusals);
            isRounded |= !JsonEquality.IsExact(check.Json);
            foreach (var call in check.Calls)
            {
                var given = call.Message!.StartsWith("{\"value\":", StringComparison.Ordinal) && call.Handler[..4] != "take" ? JsonNode.Parse(call.Sent!)!["value"]?.ToJsonString() ?? "null" : call.Sent!;
                Assert.True(JsonEquality.AreEqual(check.Json, given), $"{check.Json} is sent as {given}");
                var expected = ComesBack(type, given);
                var back = call.Error is not null ? null : call.Event is null ? call.Answer : JsonNode.Parse(call.Told!)!["value"]?.ToJsonString() ?? "null";
                Assert.True(expected is null ? back is null : back is not null && JsonEquality.AreEqual(expected, back), $"{call.Handler}: {given} comes back as {back ?? call.Error}, in C# as {expected ?? "an error"}");
                isChanged |= back is null || !JsonEquality.AreEqual(check.Json, back);
            }
        }

        Assert.Equal(s_rounded.Contains(name), isRounded);
        Assert.Equal(s_changing.Contains(name) || s_rounded.Contains(name), isChanged);
        // A key that the enum does not define is a member that the type does not name.
        if ((s_lies.Contains(name) && name != "Keys") || s_oneWay.Contains(name)) Assert.NotEmpty(refusals);
        else Assert.True(refusals.Count == 0, string.Join('\n', refusals));
    }

    [Theory]
    [MemberData(nameof(Corpus.Received), MemberType = typeof(Corpus))]
    public async Task What_TypeScript_refuses_the_server_refuses(string name)
    {
        var (program, checks) = await answers.OfAsync(name);
        if (!IsSound(checks)) return;
        var unexplained = from check in checks
                          where check.Mutation is not null && check.IsTyped != check.IsRead && !ClientDifference.All.Any(difference => difference.Covers(program.Contract, check))
                          select $"{check.Mutation!.Kind} at {string.Join('/', check.Mutation.Place.Path)} {check.Mutation.Place.Schema?.ToJsonString()}: {check.Json} {(check.IsTyped ? "is typed, but refused: " + check.Calls[0].Error : "is read, but " + check.Refusals[0])}";
        Assert.True(!unexplained.Any(), string.Join('\n', unexplained));
    }

    /// <summary>The table of the page lists what differs, nothing else, and each of it is seen.</summary>
    [Fact]
    public async Task The_differences_stand_in_the_guide()
    {
        List<string> seen = [];
        var sound = 0;
        foreach (var shape in Shapes.All)
        {
            var (program, checks) = await answers.OfAsync(shape.Name);
            if (!IsSound(checks)) continue;
            sound++;
            foreach (var check in checks.Where(check => check.Mutation is not null && check.IsTyped != check.IsRead))
                seen.AddRange(ClientDifference.All.Where(difference => difference.Covers(program.Contract, check)).Select(difference => difference.Row));
        }

        Assert.InRange(sound, 175, Shapes.All.Count);
        var page = await File.ReadAllTextAsync(Repository.PathOf("docs", "clients.md"), TestContext.Current.CancellationToken);
        var table = page[page.IndexOf("## Where types and server differ", StringComparison.Ordinal)..].Split("\n## ")[0].Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1).Select(line => line.Split(" | ")[0][2..]);
        Assert.Equal(ClientDifference.All.Select(difference => difference.Row), table);
        Assert.Equal(ClientDifference.All.Select(difference => difference.Row).Order(), seen.Distinct().Order());
    }

    /// <summary>Whether the value that is changed, the first that JavaScript keeps, is itself typed and read.</summary>
    private static bool IsSound(IEnumerable<EchoCheck> checks)
        => checks.FirstOrDefault(check => check is { Index: null, Mutation: null } && check.Json != "null" && JsonEquality.IsExact(check.Json)) is { IsTyped: true, IsRead: true };

    /// <summary>What C# itself makes of the JSON: read, and written again. Null if it cannot be read.</summary>
    private static string? ComesBack(Type type, string json)
    {
        try
        {
            return JsonSerializer.Serialize(JsonSerializer.Deserialize(json, type, LoadedProgram.Reflected), type, LoadedProgram.Reflected);
        }
        catch (Exception error) when (error is JsonException or NotSupportedException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }
}
