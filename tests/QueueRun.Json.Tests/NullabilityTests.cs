using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QueueRun.Analysis.Json;
using QueueRun.TestCompilations;

namespace QueueRun.Json.Tests;

/// <summary>
/// The model of a message with its annotations for null, its required members, and its defaults. Emitted JSON code does not use
/// annotations; descriptions of messages do.
/// </summary>
public class NullabilityTests
{
    [Theory]
    [InlineData("record M(string A);", "never")]
    [InlineData("record M(string? A);", "allowed")]
    [InlineData("record M(int A);", "never")]
    [InlineData("record M(int? A);", "allowed<never>")]
    [InlineData("class M { public string A { get; set; } = \"\"; }", "never")]
    [InlineData("class M { public string? A { get; } }", "allowed")]
    [InlineData("class M { [JsonInclude] public string? A; }", "allowed")]
    [InlineData("struct M { public DayOfWeek? A { get; init; } }", "allowed<never>")]
    [InlineData("interface M { string? A { get; } }", "allowed")]
    [InlineData("class M : N { } class N { public string? A { get; set; } }", "allowed")]
    [InlineData("record M([property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string A);", "never")]
    [InlineData("class M { public M? A { get; set; } }", "allowed")]
    public void A_member_may_be_null_where_it_is_declared_so(string code, string expected) => Assert.Equal(expected, Text(Root(code).Members.Single().Nullability));

    [Theory]
    [InlineData("record M(List<string?> A);", "never<allowed>")]
    [InlineData("record M(List<string>? A);", "allowed<never>")]
    [InlineData("record M(string?[]? A);", "allowed<allowed>")]
    [InlineData("record M(int?[][] A);", "never<never<allowed<never>>>")]
    [InlineData("record M(IReadOnlyList<string?> A);", "never<allowed>")]
    [InlineData("record M(Dictionary<string, List<string?>?> A);", "never<never, allowed<allowed>>")]
    [InlineData("record M(System.Collections.Immutable.ImmutableArray<string?> A);", "never<allowed>")]
    [InlineData("record M(KeyValuePair<string, string?>? A);", "allowed<never<never, allowed>>")]
    public void What_a_member_holds_may_be_null_where_it_is_declared_so(string code, string expected) => Assert.Equal(expected, Text(Root(code).Members.Single().Nullability));

    [Theory]
    [InlineData("#nullable disable\nclass M { public string A { get; set; } }", "unknown")]
    [InlineData("#nullable disable\nclass M { public List<string> A { get; set; } }", "unknown<unknown>")]
    [InlineData("#nullable disable\nclass M { public int A { get; set; } }", "never")]
    [InlineData("#nullable disable\nclass M { public int? A { get; set; } }", "allowed<never>")]
    [InlineData("#nullable disable annotations\nclass M { public string A { get; set; } }", "unknown")]
    [InlineData("#nullable disable\nclass N<T> { public T A { get; set; } }\n#nullable restore\nclass M : N<string>;", "never")]
    public void Without_annotations_it_is_unknown(string code, string expected) => Assert.Equal(expected, Text(Root(code).Members.Single().Nullability));

    [Theory]
    [InlineData("List<string>", "as 0")]
    [InlineData("List<string?>", "as 0")]
    [InlineData("string?[]", "as 0")]
    [InlineData("List<int>", "never 0")]
    [InlineData("List<int?>", "allowed 0")]
    [InlineData("int?", "never 0")]
    [InlineData("Dictionary<string, string?>", "as 1")]
    [InlineData("IReadOnlyDictionary<string, string>", "as 1")]
    [InlineData("Names", "allowed")]
    [InlineData("Maybes<string>", "allowed 0")]
    [InlineData("Table<string>", "never<allowed 0>")]
    [InlineData("Table<int>", "never<never 0>")]
    public void A_collection_says_whether_its_elements_may_be_null_or_which_argument_does(string type, string expected)
    {
        var compilation = Compiled($"record M({type} A); class Names : List<string?>; class Maybes<T> : HashSet<T?>; class Table<T> : Dictionary<string, T?[]>;");
        var shape = JsonShapes.Read(Type(compilation), JsonUse.Sent, compilation);
        var member = Model(shape, "M").Members.Single();
        Assert.Equal(expected, Text(shape.Types.Single(model => model.Name == member.Type).ElementNullability!));
    }

    [Theory]
    [InlineData("Box<string>", "as 0", "allowed 0", "never<as 0>")]
    [InlineData("Box<string?>", "as 0", "allowed 0", "never<as 0>")]
    [InlineData("Box<List<string?>>", "as 0", "allowed 0", "never<as 0>")]
    [InlineData("Box<int>", "never 0", "never 0", "never<never 0>")]
    [InlineData("Box<int?>", "allowed 0", "allowed 0", "never<allowed 0>")]
    [InlineData("Outer<int>.Inner<string?>", "as 1", "allowed 1", "never<never 0, as 1>")]
    [InlineData("Derived<string>", "as 0", "allowed<allowed 0>", "never<allowed<allowed 0>>")]
    public void A_generic_type_has_one_model_whatever_the_annotations_of_its_arguments(string type, params string[] expected)
    {
        var compilation = Compiled($$"""
            record M({{type}} A);
            record Box<T>(T Value, T? Maybe, List<T> All);
            class Outer<T> { public class Inner<U> { public U Value { get; set; } = default!; public U? Maybe { get; set; } public Dictionary<T, U> All { get; set; } = []; } }
            class Base<T> { public T Maybe { get; set; } = default!; public List<T> All { get; set; } = []; }
            class Derived<U> : Base<List<U?>?> where U : class { public U Value { get; set; } = default!; }
            """);
        var shape = JsonShapes.Read(Type(compilation), JsonUse.Sent, compilation);
        var member = Model(shape, "M").Members.Single();
        Assert.Equal(expected, shape.Types.Single(model => model.Name == member.Type).Members.Select(member => Text(member.Nullability)));
    }

    [Fact]
    public void A_message_is_used_with_arguments_too()
    {
        var compilation = Compiled("""record M(string A) { static List<object?> New(string? a) => [new { B = a, A = "", C = 1 }, new List<M?>()]; }""");
        var tree = compilation.SyntaxTrees.Single(tree => tree.FilePath == "Program.cs");
        var nodes = tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().ToList();
        var anonymous = Shape(nodes.OfType<AnonymousObjectCreationExpressionSyntax>().Single());
        Assert.Equal("never<allowed, never, never>", Text(anonymous.Nullability!));
        Assert.Equal(["as 0", "as 1", "never 2"], anonymous.Types[0].Members.Select(member => Text(member.Nullability)));
        Assert.Equal("never<allowed>", Text(Shape(nodes.OfType<ObjectCreationExpressionSyntax>().Single()).Nullability!));

        JsonShape Shape(ExpressionSyntax expression)
        {
            var type = compilation.GetSemanticModel(tree).GetTypeInfo(expression, TestContext.Current.CancellationToken);
            return JsonShapes.Read(type.Type!.WithNullableAnnotation(type.Nullability.Annotation), JsonUse.Sent, compilation);
        }
    }

    [Theory]
    [InlineData("class M { public required string A { get; set; } }", true)]
    [InlineData("class M { public required string? A { get; init; } }", true)]
    [InlineData("class M { [JsonRequired] public int A { get; set; } }", true)]
    [InlineData("class M { public string A { get; set; } = \"\"; }", false)]
    [InlineData("class M { [System.Diagnostics.CodeAnalysis.SetsRequiredMembers] public M() => A = \"\"; public required string A { get; set; } }", false)]
    [InlineData("record M(string A);", false)]
    public void A_member_must_be_there_where_it_is_required(string code, bool expected) => Assert.Equal(expected, Root(code).Members.Single().IsRequired);

    [Theory]
    [InlineData("string A", "never, without a default")]
    [InlineData("string? A", "allowed, without a default")]
    [InlineData("string? A = null", "allowed, the type's")]
    [InlineData("string A = \"a \\\"b\\\"\"", "never, String: a \"b\"")]
    [InlineData("bool A = true", "never, Boolean: true")]
    [InlineData("char A = 'x'", "never, Character: x")]
    [InlineData("int A = -1", "never, Int32: -1")]
    [InlineData("int? A = 1", "allowed<never>, Int32: 1")]
    [InlineData("int A = default", "never, Int32: 0")]
    [InlineData("byte A = 255", "never, UInt8: 255")]
    [InlineData("ulong A = ulong.MaxValue", "never, UInt64: 18446744073709551615")]
    [InlineData("double A = 0.1", "never, Float64: 0.1")]
    [InlineData("float A = float.NegativeInfinity", "never, Float32: -Infinity")]
    [InlineData("decimal A = 1.50m", "never, Decimal: 1.50")]
    [InlineData("DayOfWeek A = DayOfWeek.Friday", "never, Int32: 5")]
    [InlineData("DayOfWeek? A = null", "allowed<never>, the type's")]
    [InlineData("Guid A = default", "never, the type's")]
    [InlineData("List<string?>? A = default", "allowed<allowed>, the type's")]
    [InlineData("[System.Runtime.InteropServices.Optional, System.Runtime.CompilerServices.DateTimeConstant(0)] DateTime A", "never, DateTime: 0001-01-01T00:00:00.0000000")]
    public void A_parameter_has_its_annotation_and_its_default(string parameter, string expected)
        => Assert.Equal(expected, Text(Assert.Single(Root($"record M({parameter});").Constructor!.Parameters)));

    [Fact]
    public void A_parameter_of_a_generic_type_is_as_the_argument()
        => Assert.Equal("as 0, the type's", Text(Assert.Single(Root("record M(Box<string?> A); record Box<T>(T A = default!);", "Box").Constructor!.Parameters)));

    [Theory]
    [InlineData("enum E : byte { A }", JsonKind.Enum, JsonValueType.UInt8)]
    [InlineData("[JsonConverter(typeof(JsonStringEnumConverter))] enum E { A }", JsonKind.NamedEnum, null)]
    [InlineData("[JsonConverter(typeof(JsonStringEnumConverter<E>))] enum E { A }", JsonKind.NamedEnum, null)]
    [InlineData("[JsonConverter(typeof(C))] enum E { A } class C : JsonConverter<E> { public override E Read(ref Utf8JsonReader r, Type t, JsonSerializerOptions o) => 0; public override void Write(Utf8JsonWriter w, E v, JsonSerializerOptions o) { } }", JsonKind.Converter, null)]
    public void An_enum_is_a_number_or_a_name(string code, object kind, object? number)
    {
        var model = Root("record M(E A); " + code, "E");
        Assert.Equal((kind, number), (model.Kind, model.Value));
    }

    [Fact]
    public void A_changed_annotation_changes_the_model_and_nothing_that_is_emitted()
    {
        var before = GeneratorRun.Of("record Said(List<string> Texts, string Room = \"lobby\"); static class Chat { [SocketHandler(\"a=1\")] internal static Said M([FromMessage] Said said) => said; }");
        var after = before.Edit("List<string> Texts", "List<string?> Texts");
        Assert.Contains(IncrementalStepRunReason.Modified, after.Reasons(QueueRun.Generators.TrackingNames.Messages));
        Assert.Empty(after.Rewritten(before));
    }

    /// <summary>As text: <c>never&lt;allowed&gt;</c>. An argument is shown with its position: <c>as 0</c>.</summary>
    private static string Text(JsonNullability nullability)
    {
        var itself = nullability.Null == JsonNull.AsArgument ? "as" : nullability.Null.ToString().ToLowerInvariant();
        return nullability.Argument is { } argument ? $"{itself} {argument}"
            : nullability.Inside.Count == 0 ? itself : $"{itself}<{string.Join(", ", nullability.Inside.Select(Text))}>";
    }

    private static string Text(JsonParameter parameter)
    {
        var value = parameter.Default switch
        {
            null => "without a default",
            { Value: null } => "the type's",
            { Value: { } kind } given => $"{kind}: {given.Text}",
        };
        return $"{Text(parameter.Nullability)}, {value}";
    }

    private static JsonTypeModel Root(string code, string name = "M")
    {
        var compilation = Compiled(code);
        return Model(JsonShapes.Read(Type(compilation), JsonUse.Sent, compilation), name);
    }

    private static JsonTypeModel Model(JsonShape shape, string name) => shape.Types.Single(model => model.Name.Split('<')[0] == "global::" + name);

    private static INamedTypeSymbol Type(CSharpCompilation compilation) => compilation.GlobalNamespace.GetTypeMembers("M").Single();

    private static CSharpCompilation Compiled(string code)
    {
        var compilation = TestCompilation.Create("using System.Text.Json.Serialization;\n" + code);
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return compilation;
    }
}
