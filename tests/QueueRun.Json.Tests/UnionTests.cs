using QueueRun.Analysis.Json;
using QueueRun.TestCompilations;

namespace QueueRun.Json.Tests;

/// <summary>Unions on .NET 10, whose System.Text.Json does not know them and would write them as objects with a <c>value</c>.</summary>
public class UnionTests
{
    // The C# 15 compiler's output for 'union M(int, string)', with an own attribute and interface.
    private const string Union = """
        namespace System.Runtime.CompilerServices
        {
            class UnionAttribute : Attribute;
            interface IUnion { object? Value { get; } }
        }
        """;

    [Theory]
    [InlineData("[System.Runtime.CompilerServices.Union] struct M : System.Runtime.CompilerServices.IUnion { public M(int a) { } public M(string b) { } public object? Value => null; }", "M: 'M'")]
    [InlineData("[System.Runtime.CompilerServices.Union] class Own { public Own(int a) { } public object? Value => null; } record M(Own[] Inner);", "M.Inner[]: 'Own'")]
    public void They_are_refused(string code, string path)
    {
        var compilation = TestCompilation.Create(Union, code);
        var type = compilation.GlobalNamespace.GetTypeMembers("M").Single();
        foreach (var use in Enum.GetValues<JsonUse>())
        {
            Assert.Equal($"{path} is a union, which System.Text.Json knows from .NET 11 on; use a record with [JsonDerivedType]s, or target net11.0",
                JsonShapes.Refusal(type, use, compilation)?.ToString());
        }
    }

    [Fact]
    public void A_converter_of_ones_own_does_without()
    {
        var compilation = TestCompilation.Create(Union, """
            using System.Text.Json.Serialization;
            [System.Runtime.CompilerServices.Union, JsonConverter(typeof(C))] class M { public M(int a) { } public object? Value => null; }
            class C : JsonConverter<M>
            {
                public override M? Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => null;
                public override void Write(Utf8JsonWriter writer, M value, JsonSerializerOptions options) => writer.WriteNullValue();
            }
            """);
        var type = compilation.GlobalNamespace.GetTypeMembers("M").Single();
        Assert.Null(JsonShapes.Refusal(type, JsonUse.Received, compilation));
    }
}
