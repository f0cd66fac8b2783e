using System.Text.Json;
using Microsoft.CodeAnalysis;
using QueueRun.TestCompilations;

namespace QueueRun.Json.Tests;

/// <summary>A <c>JsonSerializerContext</c> of the program has precedence over emitted code, under QueueRun's options.</summary>
public class ContextTests
{
    private const string Program = """
        using System.Text.Json.Serialization;
        [JsonSerializable(typeof(Listed)), JsonSerializable(typeof(Marked)), JsonSerializable(typeof(System.Collections.ArrayList)), JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseUpper)]
        partial class AppJson : JsonSerializerContext;
        partial class Outer { [JsonSerializable(typeof(Hidden))] private partial class Private : JsonSerializerContext; internal record Hidden(int X); }

        record Listed(string SomeName, Inner Inner, (int A, int B) Pair);
        record Inner(int TheX);
        [SocketMessage("event", "marked")] record Marked(int SomeNumber);
        record Wrapper(Listed Listed, Inner Other);
        record Untyped(System.Collections.ArrayList List);
        static class P
        {
            internal static object Listed() => new Listed("é", new(1), (1, 2));
            internal static object Marked() => new Marked(1);
            internal static object Untyped() => new Untyped(new() { "x", new Inner(4), null });
            internal static object Wrapper() => new Wrapper(new("x", new(2), (1, 2)), new(3));
            [SocketHandler("a=1")] internal static async Task M([FromMessage] Listed data, ISocket socket)
            {
                await socket.SendAsync(data);
                await socket.SendAsync(new Wrapper(data, new(1)));
                await socket.SendAsync(new { data });
                await socket.SendAsync(new Untyped(new()));
            }
        }
        """;

    private readonly LoadedProgram _program = LoadedProgram.Of(Compile());

    [Theory]
    [InlineData("Listed", """{"someName":"é","inner":{"theX":1},"pair":{}}""")]
    [InlineData("Marked", """{"event":"marked","someNumber":1}""")]
    [InlineData("Untyped", """{"list":["x",{"theX":4},null]}""")]
    [InlineData("Wrapper", """{"listed":{"someName":"x","inner":{"theX":2},"pair":{}},"other":{"theX":3}}""")]
    public void A_listed_type_is_written_by_its_context(string type, string expected)
        => Assert.Equal(expected, _program.Write(_program.Assembly.GetType(type)!, _program.Call("P", type)));

    [Fact]
    public void A_listed_type_is_read_by_its_context()
    {
        var info = _program.Emitted.GetTypeInfo(_program.Assembly.GetType("Listed")!);
        Assert.Equal("AppJson", info.OriginatingResolver?.GetType().Name);
        Assert.Equal("""{"someName":"y","inner":null,"pair":{}}""", JsonSerializer.Serialize(JsonSerializer.Deserialize("""{"someName":"y"}""", info), info));
    }

    [Fact]
    public void Settings_are_for_what_no_context_lists()
    {
        var program = LoadedProgram.Of(Compile(Program + """
            record Received(Listed SomeListed, Inner SomeInner) { internal static object Of() => new Received(new("x", new(2), (1, 2)), new(3)); }
            static class Q { [SocketHandler("b=1")] internal static Received M([FromMessage] Received data) => data; }
            """, "[assembly: SocketJson(PropertyNamingPolicy = System.Text.Json.Serialization.JsonKnownNamingPolicy.KebabCaseLower)]"));
        var value = program.Call("Received", "Of");
        var type = program.Assembly.GetType("Received")!;
        const string expected = """{"some-listed":{"someName":"x","inner":{"the-x":2},"pair":{}},"some-inner":{"the-x":3}}""";
        Assert.Equal(expected, program.Write(type, value));
        Assert.Equal(expected, JsonSerializer.Serialize(value, program.Emitted.GetTypeInfo(type)));
    }

    private static Compilation Compile(params string[] files)
    {
        if (files.Length == 0) files = [Program];
        var output = TestDriver.Emit(TestCompilation.Create(files), SystemTextJson.CreateGenerator());
        Assert.Empty(output.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
        return output;
    }
}
