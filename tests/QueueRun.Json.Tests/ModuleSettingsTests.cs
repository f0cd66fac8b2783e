using System.Runtime.Loader;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using QueueRun.TestCompilations;

namespace QueueRun.Json.Tests;

/// <summary>Modules with different settings in one program: each type follows the assembly that declares it.</summary>
public class ModuleSettingsTests
{
    private const string Library = """
        using System.Text.Json.Serialization;
        [assembly: SocketJson(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            UseStringEnumConverter = true)]
        namespace Lib;
        public enum Mood { Calm, VeryHappy }
        public record Room(string RoomName, Mood? CurrentMood = null, string? LastNote = null);
        public record Envelope<T>(T TheContent, int? ItsWeight);
        public record Base { public string? BaseName { get; init; } }
        [SocketMessage("libEvent", "said")] public record Said(string FromUser, [property: JsonPropertyName("Exact")] int N, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Kept = null);
        public static class Chat
        {
            [SocketHandler("lib=1")] public static Said Take([FromMessage] Room data) => new(data.RoomName, 1);
        }
        """;

    private const string Plain = "namespace Plain; public enum Color { DarkRed } public record Dto(int FirstNumber, Color? TheColor);";

    private const string App = """
        using Lib;
        public enum Own { One }
        public record Derived : Base { public int OwnNumber { get; init; } public string? OwnText { get; init; } }
        public record Mine(Room FromLib, Mood TheMood, Own TheOwn, string? NoText, Envelope<Own> Wrapped, Derived Inherits, Plain.Dto PlainDto);
        public static class P
        {
            internal static object Mine() => new Mine(new("r", Mood.VeryHappy), Mood.Calm, Own.One, null, new(Own.One, null), new() { BaseName = "b" }, new(1, Plain.Color.DarkRed));
            internal static object Room() => new Room("r", Mood.VeryHappy);
            internal static object Said() => new Said("u", 2);
            internal static object Envelope() => new Envelope<Own>(Own.One, 3);
            internal static object Anonymous() => new { SomeRoom = new Room("r"), SomeOwn = Own.One, NoText = (string?)null };
            [SocketHandler("app=1")] internal static async Task Take([FromMessage] Mine data, ISocket socket)
            {
                await socket.SendAsync(data);
                await socket.SendAsync(data.FromLib);
                await socket.SendAsync(new Said("u", 1));
                await socket.SendAsync(data.Wrapped);
                await socket.SendAsync(new { SomeRoom = data.FromLib, SomeOwn = Own.One, NoText = (string?)null });
            }
        }
        """;

    // Loaded once per process, because an assembly of the default context is never unloaded.
    private static readonly Lazy<LoadedProgram> s_program = new(() => LoadedProgram.Of(
        Generated("My.App", [Load(Generated("Lib", [], Library)), Load(TestCompilation.Create("Plain", OutputKind.DynamicallyLinkedLibrary, TestCompilation.References, Plain))], App)));

    [Theory]
    [InlineData("Mine", """{"fromLib":{"room_name":"r","current_mood":"VeryHappy"},"theMood":"Calm","theOwn":0,"noText":null,"wrapped":{"the_content":0},"inherits":{"ownNumber":0,"ownText":null,"baseName":"b"},"plainDto":{"firstNumber":1,"theColor":0}}""")]
    [InlineData("Room", """{"room_name":"r","current_mood":"VeryHappy"}""")]
    [InlineData("Said", """{"libEvent":"said","from_user":"u","Exact":2,"kept":null}""")]
    [InlineData("Envelope", """{"the_content":0,"its_weight":3}""")]
    [InlineData("Anonymous", """{"someRoom":{"room_name":"r"},"someOwn":0,"noText":null}""")]
    public void A_type_is_written_as_its_assembly_says(string method, string expected)
    {
        var value = s_program.Value.Call("P", method)!;
        Assert.Equal(expected, s_program.Value.Write(value.GetType(), value));
        if (method is not "Mine") return;
        Assert.Equal(expected, JsonSerializer.Serialize(value, s_program.Value.Emitted.GetTypeInfo(value.GetType())));
        var read = JsonSerializer.Deserialize(expected, s_program.Value.Emitted.GetTypeInfo(value.GetType()));
        Assert.Equal(value, read);
    }

    private static Compilation Generated(string name, IEnumerable<MetadataReference> references, string code)
        => TestDriver.Emit(TestCompilation.Create(name, OutputKind.DynamicallyLinkedLibrary, [.. TestCompilation.References, .. references], code));

    private static PortableExecutableReference Load(Compilation compilation)
    {
        using MemoryStream image = new();
        var result = compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        image.Position = 0;
        AssemblyLoadContext.Default.LoadFromStream(image);
        return MetadataReference.CreateFromImage(image.ToArray());
    }
}
