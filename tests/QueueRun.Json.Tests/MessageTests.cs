using System.Text.Json;

namespace QueueRun.Json.Tests;

/// <summary>Types marked <c>[SocketMessage]</c>: the marking property is written first in a message, and accepted by readers.</summary>
public class MessageTests
{
    private const string Program = """
        using System.Text.Json.Serialization;
        [SocketMessage("action", "say")] record Say(string Room);
        [SocketMessage("quote\"d é")] record Typed(Say Inner, List<Say> More, Typed? Self);
        [SocketMessage("strict")] [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)] record Strict(int X);
        [SocketMessage("rest")] class Rest { public int A { get; set; } [JsonExtensionData] public Dictionary<string, JsonElement>? Other { get; set; } }
        [SocketMessage("converted")] class Converted { public int A { get; set; } [JsonNumberHandling(JsonNumberHandling.WriteAsString)] public int B { get; set; } }
        [SocketMessage("value")] struct Value { public int A { get; set; } }
        [SocketMessage("sent only")] interface ISentOnly { int A { get; } }
        class Impl : ISentOnly { public int A => 1; }
        [SocketMessage("nobody", "sends")] record Silent;
        static class P
        {
            internal static object Typed() => new Typed(new("a"), [new("b")], new(new("c"), [], null));
            internal static object Rest() => new Rest { A = 1, Other = new() { ["x"] = JsonDocument.Parse("[1]").RootElement } };
            internal static object Impl() => new Impl();
        }
        """;

    private readonly LoadedProgram _program = LoadedProgram.Of(Program);

    [Fact]
    public void The_property_comes_first() => Assert.Equal("""{"action":"say","room":"x"}""", Write("Say", New("Say", "x")));

    [Fact]
    public void It_comes_only_where_the_type_is_the_message_itself()
        => Assert.Equal("""{"type":"quote\"d é","inner":{"room":"a"},"more":[{"room":"b"}],"self":{"inner":{"room":"c"},"more":[],"self":null}}""",
            Write("Typed", _program.Call("P", "Typed")));

    [Fact]
    public void It_comes_first_where_the_serializer_writes_the_rest()
    {
        Assert.Equal("""{"type":"rest","a":1,"x":[1]}""", Write("Rest", _program.Call("P", "Rest")));
        Assert.Equal("""{"type":"converted","a":0,"b":"0"}""", Write("Converted", New("Converted")));
    }

    [Fact]
    public void Structs_interfaces_and_empty_types_have_it_too()
    {
        Assert.Equal("""{"type":"value","a":0}""", Write("Value", New("Value")));
        Assert.Equal("""{"type":"sent only","a":1}""", Write("ISentOnly", _program.Call("P", "Impl")));
        Assert.Equal("""{"nobody":"sends"}""", Write("Silent", New("Silent")));
        Assert.Equal("null", Write("Say", null));
    }

    [Theory]
    [InlineData("Say", """{"action":"say","room":"x"}""", """{"room":"x"}""")]
    [InlineData("Strict", """{"type":"strict","x":1}""", """{"x":1}""")]
    [InlineData("Strict", """{"type":{"odd":[]},"x":1}""", null)]
    [InlineData("Strict", """{"other":1,"x":1}""", null)]
    [InlineData("Rest", """{"type":"rest","a":1,"x":[1]}""", """{"a":1,"x":[1]}""")]
    public void It_is_accepted_when_read(string type, string json, string? expected)
    {
        var info = _program.Emitted.GetTypeInfo(_program.Assembly.GetType(type)!);
        if (expected is null) Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, info));
        else Assert.Equal(expected, JsonSerializer.Serialize(JsonSerializer.Deserialize(json, info), info));
    }

    [Fact]
    public void The_module_names_every_message()
        => Assert.Equal(["Converted", "ISentOnly", "Rest", "Say", "Silent", "Strict", "Typed", "Value"], _program.Messages.Select(type => type.Name).Order());

    private object? New(string type, params object?[] arguments) => Activator.CreateInstance(_program.Assembly.GetType(type)!, arguments);

    private string Write(string type, object? message) => _program.Write(_program.Assembly.GetType(type)!, message);
}
