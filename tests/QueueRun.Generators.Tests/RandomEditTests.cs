using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QueueRun.TestCompilations;

namespace QueueRun.Generators.Tests;

/// <summary>
/// Kept results equal new ones: after each of many random edits, a driver that has seen all edits emits the same as a new driver. The edits
/// change declarations on which others depend: constants, aliases, base types, parts of a type, the meaning of a name. Files are added,
/// removed, and reordered.
/// </summary>
public partial class RandomEditTests
{
    /// <summary>How many; <c>QUEUERUN_EDITS=1000</c> for a longer run.</summary>
    private static readonly int Edits = int.Parse(Environment.GetEnvironmentVariable("QUEUERUN_EDITS") ?? "250", CultureInfo.InvariantCulture);

    /// <summary>The files: <c>«one|other»</c> stands for one of its variants.</summary>
    private static readonly string[] s_files =
    [
        """
        «|#nullable disable»
        «|using System.Text;»
        using static Texts;
        using Alias = «Part|Other»;
        static class Chat
        {
            «|[SocketHandler("first=1")] internal static void First(int[] data) { }»
            [SocketHandler(Routes.Say«|Again»)] internal static void Say(Say data«|, SocketUser user») { «|_ = data;» }
            [SocketHandler("told=1")] internal static «Told|Spoken» Tell(«Told|Spoken» data) => data;
            «|[Obsolete] static void Unmarked() { }»
            [SocketHandler("[room]/action=" + Enter)] internal static Answer Enter(string room, «int|string|Level» level«| = default») => new(default);
            «[SocketHandler]|» internal static Alias Take(Shape data) => null!;
            [SocketHandler("wide=1")] internal static Task<List<Near.Here>> Wide(«Wide<int>|Wide<Part>|Half» data) => null!;
            [OnOnline] internal static void Online(«string userId|Person user») { }
            [SocketHandler("enum=1")] internal static void Levels([FromMessage] Dictionary<Level, «Half|decimal»> levels) { }
        }
        """,
        """
        static class Routes { public const string Say = "action=«say|tell»", SayAgain = «Say + "/[again]"|"action=again"»; }
        static class Texts { public const string Enter = "«enter|come»"; }
        enum Level { Low«|, Middle», High = «5|7» }
        """,
        """
        using System.Text.Json.Serialization;
        [«Marked("a")|Obsolete» ] record Part(«string|int» Name, [property: JsonPropertyName("«x|y»")] int X);
        record «Told|Spoken»(string Text, Part Part);
        record Other(Part Part, Level Level = Level.«Low|High»);
        record Say([property: «JsonIgnore|JsonRequired»] string? Text) : Base;
        abstract record Base { public «int|long» Inherited { get; «set|init»; } }
        """,
        """
        using System.Text.Json.Serialization;
        [JsonDerivedType(typeof(Circle), "«circle|ring»")]«|[JsonDerivedType(typeof(Square), "square")]» record Shape;
        record Circle(double Radius) : Shape;
        record Square(«Half|double» Side) : Shape;
        partial class Half { public int First { get; set; } }
        sealed class MarkedAttribute(string text) : Attribute { public string Text => text; }
        [SocketMessage("«answer|reply»")] record Answer(«Wide<string>|Half?» Value);
        """,
        """
        partial class Half { public «int|string?» Second { get; set; } «|[System.Text.Json.Serialization.JsonConverter(typeof(Broken))] public int Third { get; set; }» }
        class Wide<T> { public T? Value { get; «set|init»; } }
        «sealed|abstract» class Broken : System.Text.Json.Serialization.JsonConverter<int>
        {
            public override int Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => 0;
            public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) { }
        }
        record Person(string Id) : «ISocketUser|IComparable»
        { «|public int CompareTo(object? other) => 0;» }
        """,
        """
        namespace Near { class Here { public «Level|Chosen» Level { get; set; } } «|enum Level { Near }» }
        class «Chosen|Chosen2» { public int Value { get; set; } }
        """,
        """
        «|global using Chosen = System.DayOfWeek;»
        «|[assembly: SocketJson(UseStringEnumConverter = true)]»
        namespace Nothing { «|class Level;» }
        """,
        """
        using System.Text.Json.Serialization;
        «|[JsonSerializable(typeof(Part))] partial class Context : JsonSerializerContext { public Context() : base(null) { } protected override JsonSerializerOptions? GeneratedSerializerOptions => null; public override System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(Type type) => null; }»
        class Unrelated { public «int|long» Value; public void Method() { «|_ = 1;» } }
        """,
    ];

    [GeneratedRegex("«(.*?)»", RegexOptions.Singleline)]
    private static partial Regex Slot { get; }

    [Fact]
    public void After_any_edit_the_same_is_emitted_as_from_scratch()
    {
        var token = TestContext.Current.CancellationToken;
        var random = new Random(20261129);
        var slots = s_files.SelectMany((file, i) => Slot.Matches(file).Select((match, k) => (File: i, Slot: k, Variants: match.Groups[1].Value.Split('|').Length))).ToArray();
        var chosen = s_files.Select(file => new int[Slot.Count(file)]).ToArray();
        var paths = s_files.Select((_, i) => i == 0 ? "Program.cs" : $"File{i + 1}.cs").ToArray();
        var compilation = TestCompilation.Create([.. s_files.Select((_, i) => Text(i))]);
        // As a compiler creates it. A driver that tracks steps loses an attribute's results at the edit after one that adds a global alias
        // (Roslyn 5.0).
        var driver = TestDriver.Create().RunGenerators(compilation, token);
        HashSet<string> seen = [];
        for (var edit = 0; edit < Edits; edit++)
        {
            var (file, slot, variants) = slots[random.Next(slots.Length)];
            var path = paths[file];
            var there = compilation.SyntaxTrees.SingleOrDefault(tree => tree.FilePath == path);
            switch (random.Next(20))
            {
                case 0 when there is not null:
                    compilation = compilation.RemoveSyntaxTrees(there);
                    break;
                case 1:
                    // The files change places.
                    var other = random.Next(s_files.Length);
                    (paths[file], paths[other]) = (paths[other], paths[file]);
                    Put(file);
                    Put(other);
                    break;
                default:
                    chosen[file][slot] = (chosen[file][slot] + 1 + random.Next(variants - 1)) % variants;
                    Put(file);
                    break;
            }

            driver = driver.RunGenerators(compilation, token);
            var kept = Emitted(driver);
            var fresh = Emitted(TestDriver.Create().RunGenerators(Anew(compilation), token));
            Assert.True(kept == fresh, $"After edit {edit}, of {path}: «{string.Join('|', chosen[file])}»\n{Text(file)}\n--- kept\n{kept}\n--- from scratch\n{fresh}");
            seen.Add(kept);
        }

        Assert.True(seen.Count > Edits / 4, $"Only {seen.Count} different outputs: the edits change too little.");

        // A removed file is added again.
        void Put(int file)
        {
            var tree = TestCompilation.Parse(Text(file), paths[file]);
            compilation = compilation.SyntaxTrees.SingleOrDefault(tree => tree.FilePath == paths[file]) is { } old
                ? compilation.ReplaceSyntaxTree(old, tree) : compilation.AddSyntaxTrees(tree);
        }

        string Text(int file)
        {
            var next = 0;
            return Slot.Replace(s_files[file], match => match.Groups[1].Value.Split('|')[chosen[file][next++]]);
        }
    }

    // The cache identifies a tree by reference: newly parsed trees have no results in it.
    private static CSharpCompilation Anew(CSharpCompilation compilation)
        => compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(compilation.SyntaxTrees.Select(tree => TestCompilation.Parse(tree.ToString(), tree.FilePath)));

    private static string Emitted(GeneratorDriver driver)
    {
        var result = driver.GetRunResult().Results.Single();
        if (result.Exception is { } exception) throw exception;
        return string.Concat(result.GeneratedSources.Select(source => $"=== {source.HintName}\n{source.SourceText}"));
    }
}
