using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using QueueRun.Generators;
using QueueRun.TestCompilations;

namespace QueueRun.Analyzers.Tests;

/// <summary>
/// Runs every analyzer over a program, with the code that is emitted for it, in which <c>{|QR0001:this|}</c> marks what must be reported, and
/// where. Nothing else may be: a program without marks is a right one. Whatever is reported, the generator agrees: see <see cref="Agreement"/>.
/// </summary>
internal static partial class Analyzed
{
    /// <summary>How the paths of what Razor's generator writes end.</summary>
    private const string RazorSuffix = "_razor.g.cs";

    private static readonly ImmutableArray<DiagnosticAnalyzer> s_analyzers =
    [
        .. typeof(HandlerAnalyzer).Assembly.GetTypes()
            .Where(type => typeof(DiagnosticAnalyzer).IsAssignableFrom(type) && !type.IsAbstract)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    /// <summary>The ids that analyzers can report.</summary>
    public static IEnumerable<string> SupportedIds => s_analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).Select(descriptor => descriptor.Id).Distinct();

    /// <summary>A library of one file.</summary>
    public static Task AssertAsync(string marked) => AssertAsync(marked, OutputKind.DynamicallyLinkedLibrary);

    /// <summary>A program of top-level statements.</summary>
    public static Task AssertProgramAsync(string marked) => AssertAsync(marked, OutputKind.ConsoleApplication);

    public static async Task AssertAsync(string marked, OutputKind kind, params MetadataReference[] references)
    {
        var (source, expected) = Unmark(marked);
        var output = Emit(Compile(source, kind, references));
        var reported = await DiagnosticsOfOutputAsync(output);
        Agreement.Assert(output, reported);
        Assert.Equal(
            string.Join("\n", expected.Select(e => $"{e.Id} [{e.Start}..{e.End}] {source[e.Start..e.End]}")),
            string.Join("\n", reported.Select(d => $"{d.Id} [{d.Location.SourceSpan.Start}..{d.Location.SourceSpan.End}] {source[d.Location.SourceSpan.Start..d.Location.SourceSpan.End]}")));
    }

    /// <summary>What is reported for a program without marks, as messages.</summary>
    public static async Task<IEnumerable<string>> MessagesAsync(string source)
        => (await DiagnosticsAsync(TestCompilation.Create(source))).Select(diagnostic => diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>What is reported for a program, in the order of its text.</summary>
    public static Task<IReadOnlyList<Diagnostic>> DiagnosticsAsync(CSharpCompilation input, AnalyzerOptions? options = null) => DiagnosticsOfOutputAsync(Emit(input), options);

    /// <summary>A program of one file. What Razor writes of its own files is recognized by their names in it, and has the path that Razor gives it.</summary>
    public static CSharpCompilation Compile(string source, OutputKind kind, params MetadataReference[] references)
    {
        var program = TestCompilation.Create(TestCompilation.AssemblyName, kind, [.. TestCompilation.References, .. references]);
        return program.AddSyntaxTrees(TestCompilation.Parse(source, RazorLine.IsMatch(source) ? "Panel" + RazorSuffix : "Program.cs"));
    }

    /// <summary>Options that let the analyzers see properties of the project, as the package's targets do.</summary>
    public static AnalyzerOptions Options(params IEnumerable<(string Name, string Value)> properties) => new([], new ProjectOptions(properties));

    /// <summary>
    /// A program with the code that is emitted for it. Its author's own mistakes must be ours: the compiler finds none. What Razor writes is not there
    /// when the generator looks: generators do not see what others write.
    /// </summary>
    public static Compilation Emit(CSharpCompilation input)
    {
        var token = TestContext.Current.CancellationToken;
        var razor = RazorOf(input).ToList();
        CSharpGeneratorDriver.Create([new QueueRunGenerator().AsSourceGenerator()], parseOptions: TestCompilation.ParseOptions)
            .RunGeneratorsAndUpdateCompilation(input.RemoveSyntaxTrees(razor), out var output, out _, token);
        output = output.AddSyntaxTrees(razor);
        var errors = output.GetDiagnostics(token).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.True(!errors.Any(), string.Join("\n", errors.Select(error => $"{error}\n    {error.Location.SourceTree?.GetText(token).Lines[error.Location.GetLineSpan().StartLinePosition.Line]}")));
        return output;
    }

    private static async Task<IReadOnlyList<Diagnostic>> DiagnosticsOfOutputAsync(Compilation output, AnalyzerOptions? options = null)
    {
        if (RazorOf(output).Any()) options = new([new RazorFile()], (options ?? new([])).AnalyzerConfigOptionsProvider);
        var reported = await output.WithAnalyzers(s_analyzers, options).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return [.. reported.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start).ThenBy(diagnostic => diagnostic.Id, StringComparer.Ordinal)];
    }

    /// <summary>What a file of the corpus is compiled to: a program, if it has statements or a <c>Main</c>.</summary>
    public static OutputKind KindOf(string source)
    {
        var members = TestCompilation.Parse(source, "Kind.cs").GetRoot(TestContext.Current.CancellationToken).DescendantNodes();
        return members.Any(member => member is GlobalStatementSyntax or MethodDeclarationSyntax { Identifier.ValueText: "Main" })
            ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary;
    }

    /// <summary>A program without its marks, and what they say.</summary>
    public static (string Source, List<(string Id, int Start, int End)> Expected) Unmark(string marked)
    {
        StringBuilder source = new();
        List<(string, int, int)> expected = [];
        Stack<(string Id, int Start)> open = new();
        for (var i = 0; i < marked.Length; i++)
        {
            if (marked[i..].StartsWith("{|", StringComparison.Ordinal))
            {
                var colon = marked.IndexOf(':', i);
                open.Push((marked[(i + 2)..colon], source.Length));
                i = colon;
            }
            else if (marked[i..].StartsWith("|}", StringComparison.Ordinal))
            {
                var (id, start) = open.Pop();
                expected.Add((id, start, source.Length));
                i++;
            }
            else
            {
                source.Append(marked[i]);
            }
        }
        expected.Sort((x, y) => (x.Item2, x.Item1).CompareTo((y.Item2, y.Item1)));
        return (source.ToString(), expected);
    }

    [GeneratedRegex("""^#line \d+ ".*\.(razor|cshtml)"$""", RegexOptions.Multiline)]
    private static partial Regex RazorLine { get; }

    private static IEnumerable<SyntaxTree> RazorOf(Compilation compilation) => compilation.SyntaxTrees.Where(tree => tree.FilePath.EndsWith(RazorSuffix, StringComparison.Ordinal));

    /// <summary>What Razor's code is written from, which the project gives to all of its generators and analyzers.</summary>
    private sealed class RazorFile : AdditionalText
    {
        public override string Path => "Panel.razor";

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From("");
    }

    private sealed class ProjectOptions(IEnumerable<(string Name, string Value)> properties) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(properties.ToDictionary(property => $"build_property.{property.Name}", property => property.Value));

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;
    }

    private sealed class Values(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, out string value) => values.TryGetValue(key, out value!);
    }
}
