using System.Numerics;
using System.Text;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using QueueRun.TestCompilations;

namespace QueueRun.Json.Tests;

/// <summary>Programs as they are usually compiled: with the reference assemblies of .NET, whose members are sorted by name.</summary>
public class ReferenceAssemblyTests(ReferenceAssemblyTests.Built built) : IClassFixture<ReferenceAssemblyTests.Built>
{
    private static readonly object[] s_values =
    [
        new Index(1, fromEnd: true),
        1..^2,
        new Complex(3, 4),
        new UriBuilder("https://ann:secret@example.org:444/path?q=1#f"),
        new Dictionary<string, Complex[]> { ["x"] = [new(1, 0)] },
        new List<KeyValuePair<string, Index>> { new("k", 5) },
    ];

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, s_values.Length)];

    /// <summary>A program that sends and receives the types of the values.</summary>
    public sealed class Built
    {
        private readonly Lazy<LoadedProgram> _program = new(static () =>
        {
            var input = TestCompilation.Create(TestCompilation.AssemblyName, OutputKind.DynamicallyLinkedLibrary, References, """
                using System.Numerics;
                class Mine : UriBuilder { public int Zulu { get; set; } = 1; public int Alpha { get; set; } = 2; }
                static class C
                {
                    [SocketHandler("a=1")] internal static Index A([FromMessage] Index data) => data;
                    [SocketHandler("a=2")] internal static Range A([FromMessage] Range data) => data;
                    [SocketHandler("a=3")] internal static Complex A([FromMessage] Complex data) => data;
                    [SocketHandler("a=4")] internal static UriBuilder A([FromMessage] UriBuilder data) => data;
                    [SocketHandler("a=5")] internal static Dictionary<string, Complex[]> A([FromMessage] Dictionary<string, Complex[]> data) => data;
                    [SocketHandler("a=6")] internal static List<KeyValuePair<string, Index>> A([FromMessage] List<KeyValuePair<string, Index>> data) => data;
                    [SocketHandler("a=7")] internal static Mine A([FromMessage] Mine data) => data;
                }
                """);
            return LoadedProgram.Of(TestDriver.Emit(input));
        });

        internal LoadedProgram Program => _program.Value;

        private static IEnumerable<MetadataReference> References
            => new[] { "Microsoft.NETCore.App.Ref", "Microsoft.AspNetCore.App.Ref" }
                .SelectMany(SystemTextJson.ReferenceAssemblies)
                .Append(typeof(ISocket).Assembly.Location)
                .Select(path => MetadataReference.CreateFromFile(path));
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_type_of_net_is_written_in_the_order_of_its_declaration(int number) => AssertSame(s_values[number]);

    [Fact]
    public void A_type_that_derives_from_one_is_too() => AssertSame(Activator.CreateInstance(built.Program.Assembly.GetType("Mine")!)!);

    private void AssertSame(object value)
    {
        var type = value.GetType();
        // A UriBuilder changes when its Uri is read.
        _ = Again(value);
        var expected = Again(value);
        Assert.Equal(expected, built.Program.Write(type, value));
        Assert.Equal(Again(JsonSerializer.Deserialize(expected, type, LoadedProgram.Reflected)), Again(built.Program.Read(type, Encoding.UTF8.GetBytes(expected))));

        string Again(object? value) => JsonSerializer.Serialize(value, type, LoadedProgram.Reflected);
    }
}
