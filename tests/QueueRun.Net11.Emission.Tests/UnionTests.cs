using System.Text;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QueueRun.Analysis.Json;
using QueueRun.Json.Tests;
using QueueRun.TestCompilations;

namespace QueueRun.Net11.Emission.Tests;

/// <summary>The unions of C# 15: written and read as System.Text.Json 11 does by reflection, or refused with a cure.</summary>
public class UnionTests
{
    private const string Program = """
        using System.Runtime.CompilerServices;
        using System.Text.Json.Serialization;
        record Cat(string Name); record Dog(string Name, int Age); record Puppy(string Name, int Age, bool Wild) : Dog(Name, Age);
        union Payload(bool, string, Cat, int[]);
        union Pet(Cat, Dog);
        [JsonUnion(TypeClassifier = typeof(JsonUnionTypeStructuralClassifier))] union Shaped(Cat, Box);
        record Box(int Width, int Height);
        [JsonUnion(TypeClassifier = typeof(ByQuotes))] union Num(int, string);
        union Hounds(Dog, Puppy, int);
        union Maybe(int?, Cat);
        union Texts(string?, bool);
        union Result<T>(T, bool);
        [Union] class Own { public object? Value { get; } public Own(bool a) => Value = a; public Own(Cat b) => Value = b; private Own(string c) => Value = c; public Own(bool a, Cat b) { } }
        [JsonConverter(typeof(Quiet))] union Converted(Cat, Dog);
        [SocketMessage("said")] record Said(string Text); [SocketMessage("event", "shout")] record Shout(string Text) : Said(Text); record Whisper(string Text) : Said(Text);
        union News(Said, Shout, Whisper, int); record Paper(News News);
        record Holder(Payload First, Payload? Second, List<Pet> Pets, Dictionary<string, Texts> Texts, Own? Own, Result<Cat> Result, object? Any);

        class ByQuotes : JsonTypeClassifierFactory<Num>
        {
            public override JsonTypeClassifier CreateJsonClassifier(JsonTypeClassifierContext context, JsonSerializerOptions options)
                => static (ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.String ? typeof(string) : typeof(int);
        }
        class Quiet : JsonConverter<Converted>
        {
            public override Converted Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) { reader.Skip(); return new Cat("read"); }
            public override void Write(Utf8JsonWriter writer, Converted value, JsonSerializerOptions options) => writer.WriteStringValue("quiet");
        }

        static class Handlers
        {
            [SocketHandler("t=1")] internal static Payload A([FromMessage] Payload data) => data;
            [SocketHandler("t=2")] internal static Pet B() => new Cat("x");
            [SocketHandler("t=3")] internal static Shaped C([FromMessage] Shaped data) => data;
            [SocketHandler("t=4")] internal static Num D([FromMessage] Num data) => data;
            [SocketHandler("t=5")] internal static Hounds E() => 1;
            [SocketHandler("t=6")] internal static Maybe F([FromMessage] Maybe data) => data;
            [SocketHandler("t=7")] internal static Texts G([FromMessage] Texts data) => data;
            [SocketHandler("t=8")] internal static Own H([FromMessage] Own data) => data;
            [SocketHandler("t=9")] internal static Holder I() => throw new NotSupportedException();
            [SocketHandler("t=10")] internal static Converted J([FromMessage] Converted data) => data;
            [SocketHandler("t=11")] internal static Result<Cat> K([FromMessage] Result<Cat> data) => data;
            [SocketHandler("t=13")] internal static News M() => 1;
            [SocketHandler("t=14")] internal static Paper N() => new(1);
            [SocketHandler("t=12")] internal static async Task L(ISocket socket) => await socket.SendAsync(new { pet = new Pet(new Dog("d", 1)), none = default(Pet) });
        }

        static class Values
        {
            internal static Payload[] Payload() => [true, "s", new Cat("c"), new[] { 1, 2 }, default];
            internal static Pet[] Pet() => [new Cat("c"), new Dog("d", 1), new Puppy("p", 2, true), default];
            internal static Shaped[] Shaped() => [new Cat("c"), new Box(1, 2), default];
            internal static Num[] Num() => [1, "1", default];
            internal static Hounds[] Hounds() => [new Dog("d", 1), new Puppy("p", 2, true), 3, default];
            internal static Maybe[] Maybe() => [1, (int?)null, new Cat("c"), default];
            internal static Texts[] Texts() => ["a", (string?)null, true, default];
            internal static Own?[] Own() => [new(true), new(new Cat("c")), null];
            internal static Holder[] Holder() => [new("a", true, [new Cat("c"), default], new() { ["x"] = "y", ["n"] = (string?)null }, new(true), new Cat("r"), new Pet(new Cat("any"))), new(default, null, [], [], null, true, null)];
            internal static Converted[] Converted() => [new Cat("c")];
            internal static News[] News() => [new Said("a"), new Shout("b"), new Whisper("c"), 4, default];
            internal static object Anonymous() => new { pet = new Pet(new Dog("d", 1)), none = default(Pet) };
            internal static Paper[] Paper() => [new(new Said("a"))];
            internal static Result<Cat>[] Result() => [new Cat("c"), true, default];
        }
        """;

    private static readonly string[] s_json =
        ["null", "true", "1", "1.5", "\"s\"", "\"1\"", "[1,2]", "[\"x\"]", "{}", "{\"name\":\"n\"}", "{\"NAME\":\"n\"}", "{\"width\":1,\"height\":2}", "{\"name\":1}", "{\"name\":\"n\",\"width\":1}"];

    private static readonly Lazy<LoadedProgram> s_program = new(() => LoadedProgram.Of(Program));

    public static TheoryData<string> Names => ["Payload", "Pet", "Shaped", "Num", "Hounds", "Maybe", "Texts", "Own", "Holder", "Converted", "Result"];

    public static TheoryData<string> Received => ["Payload", "Shaped", "Num", "Maybe", "Texts", "Own", "Converted", "Result"];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_written_with_the_same_bytes(string name)
    {
        var (type, values) = Find(name);
        foreach (var value in values) Assert.Equal(Written(type, value), s_program.Value.Write(type, value));
    }

    [Theory]
    [MemberData(nameof(Received))]
    public void It_is_read_as_the_same_case(string name)
    {
        var (type, values) = Find(name);
        foreach (var json in s_json.Concat(values.Select(value => Written(type, value))))
            Assert.Equal(Outcome(() => JsonSerializer.Deserialize(json, type, LoadedProgram.Reflected)), Outcome(() => s_program.Value.Read(type, Encoding.UTF8.GetBytes(json))));
    }

    [Fact]
    public void A_case_that_is_a_message_of_its_own_has_its_property_where_the_union_is_the_message()
    {
        var (type, values) = Find("News");
        Assert.Equal(["""{"type":"said","text":"a"}""", """{"event":"shout","text":"b"}""", """{"text":"c"}""", "4", "null"], values.Select(value => s_program.Value.Write(type, value)));
        (type, values) = Find("Paper");
        Assert.Equal("""{"news":{"text":"a"}}""", s_program.Value.Write(type, values[0]));
    }

    [Fact]
    public void An_anonymous_object_may_hold_one()
    {
        var message = s_program.Value.Call("Values", "Anonymous")!;
        Assert.Equal("""{"pet":{"name":"d","age":1},"none":null}""", s_program.Value.Write(message.GetType(), message));
    }

    [Fact]
    public void Its_contract_is_a_unions() => Assert.Equal("Union", s_program.Value.Emitted.GetTypeInfo(Find("Payload").Type).Kind.ToString());

    [Theory]
    [InlineData("union M(Cat, Dog);", "M: 'M' cannot be read: an object may be its case 'Cat' or 'Dog'")]
    [InlineData("union M(int, string);", "M: 'M' cannot be read: a string may be its case 'int' or 'string' (a 'int' may stand in quotes)")]
    [InlineData("union M(Guid, DateTime);", "M: 'M' cannot be read: a string may be its case 'Guid' or 'DateTime'")]
    [InlineData("enum E { A } union M(E, int);", "M: 'M' cannot be read: a number may be its case 'E' or 'int'")]
    [InlineData("union M(List<int>, string[]);", "M: 'M' cannot be read: an array may be its case 'List<int>' or 'string[]'")]
    [InlineData("union M(Cat, Dictionary<string, int>);", "M: 'M' cannot be read: an object may be its case 'Cat' or 'Dictionary<string, int>'")]
    [InlineData("union M(bool, JsonElement);", "M: 'M' cannot be read: true or false may be its case 'bool' or 'JsonElement'")]
    [InlineData("union N(bool, Cat); union M(N, string);", "M: 'M' cannot be read: its case 'N' is a union itself, which is no single kind of JSON value")]
    [InlineData("union N(Cat, Dog); record M(List<N> Inner);", "M.Inner[]: 'N' cannot be read: an object may be its case 'Cat' or 'Dog'")]
    [InlineData("[JsonUnion(TypeClassifier = typeof(JsonUnionTypeStructuralClassifier))] union M(Guid, string, Cat);",
        "M: 'M' has a JsonUnionTypeStructuralClassifier, and it does not tell 'Guid' from 'string'")]
    [InlineData("[JsonUnion(TypeClassifier = typeof(JsonUnionTypeStructuralClassifier))] union M(Dictionary<string, int>, Cat);",
        "M: 'M' has a JsonUnionTypeStructuralClassifier, and it does not tell 'Dictionary<string, int>' from an object with members")]
    [InlineData("[JsonDerivedType(typeof(B), \"b\")] record A; record B : A; [JsonUnion(TypeClassifier = typeof(JsonUnionTypeStructuralClassifier))] union M(A, Cat);",
        "M: 'M' has a JsonUnionTypeStructuralClassifier, and it cannot look into 'A'")]
    public void What_cannot_be_told_apart_is_refused_where_it_is_read(string code, string refusal)
    {
        Assert.StartsWith(refusal, Refusal(code, JsonUse.Received), StringComparison.Ordinal);
        Assert.Null(Refusal(code, JsonUse.Sent));
        Assert.True(FailsWithSystemTextJson(code), "System.Text.Json reads all of it");
    }

    [Theory]
    [InlineData("union M(int, bool, Cat, int[]);")]
    [InlineData("enum E { A } union M(E, string);")]
    [InlineData("union M(System.Text.Json.Nodes.JsonObject, System.Text.Json.Nodes.JsonArray, int?, bool);")]
    [InlineData("[JsonUnion(TypeClassifier = typeof(JsonUnionTypeStructuralClassifier))] union M(Cat, Box, int); record Box(int Width);")]
    public void What_can_be_told_apart_is_taken(string code) => Assert.Null(Refusal(code, JsonUse.Received));

    [Theory]
    [InlineData("[SocketMessage(\"m\")] union M(Cat, int);", "M: 'M' is a union, and [SocketMessage] needs a JSON object; put [SocketMessage] on its cases")]
    [InlineData("[JsonUnion(TypeClassifier = typeof(C))] union M(Cat, Dog); abstract class C : JsonTypeClassifierFactory;",
        "M: its classifier 'C' has no public parameterless constructor; name a public classifier with a public parameterless constructor")]
    [InlineData("[System.Runtime.CompilerServices.Union] class M { public object? Value { get; } public M(bool a) => Value = a; public M(in Cat b) => Value = b; }",
        "M: 'M' takes its case 'Cat' by reference, and System.Text.Json leaves that case out; take it by value")]
    [InlineData("union M((int, int), bool);", "M((int, int)): '(int, int)' is a value tuple, which is {} in JSON; use a record")]
    public void What_cannot_be_written_is_refused(string code, string refusal) => Assert.Equal(refusal, Refusal(code, JsonUse.Sent));

    private static (Type Type, object?[] Values) Find(string name)
    {
        var values = (Array)s_program.Value.Call("Values", name)!;
        return (values.GetType().GetElementType()!, [.. values.Cast<object?>()]);
    }

    private static string Written(Type type, object? value) => JsonSerializer.Serialize(value, type, LoadedProgram.Reflected);

    private static string Outcome(Func<object?> read)
    {
        try
        {
            var union = read();
            return $"{JsonSerializer.Serialize(union, LoadedProgram.Reflected)} {union?.GetType().GetProperty("Value")?.GetValue(union)?.GetType()}";
        }
        catch (JsonException e)
        {
            return $"{nameof(JsonException)} at {e.Path}";
        }
    }

    private static string? Refusal(string code, JsonUse use)
    {
        var compilation = Compiled(code);
        return JsonShapes.Refusal(compilation.GlobalNamespace.GetTypeMembers("M").Single(), use, compilation)?.ToString();
    }

    private static CSharpCompilation Compiled(string code)
    {
        var compilation = TestCompilation.Create("using System.Text.Json.Serialization; record Cat(string Name); record Dog(string Name, int Age);\n" + code);
        Assert.DoesNotContain(compilation.GetDiagnostics(TestContext.Current.CancellationToken), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return compilation;
    }

    /// <summary>Whether some JSON finds System.Text.Json undecided, or its classifier refuses to be built.</summary>
    private static bool FailsWithSystemTextJson(string code)
    {
        using MemoryStream image = new();
        Assert.True(Compiled(code).Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        var type = System.Reflection.Assembly.Load(image.ToArray()).GetType("M")!;
        return ((string[])["{}", "\"a\"", "1", "[]", "true", "{\"inner\":[{}]}"]).Any(json =>
        {
            try
            {
                JsonSerializer.Deserialize(json, type, LoadedProgram.Reflected);
                return false;
            }
            catch (NotSupportedException)
            {
                return true;
            }
            catch (JsonException e)
            {
                return e.Message.Contains("ambiguous", StringComparison.Ordinal) || e.Message.Contains("is not supported for union type", StringComparison.Ordinal);
            }
        });
    }
}
