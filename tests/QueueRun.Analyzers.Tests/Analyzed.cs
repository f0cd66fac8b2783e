using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using QueueRun.TestCompilations;

namespace QueueRun.Analyzers.Tests;

/// <summary>
/// Runs every analyzer over a program in which <c>{|QR0001:this|}</c> marks what must be reported, and where. Nothing else may be: a
/// program without marks is a right one.
/// </summary>
internal static class Analyzed
{
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
        var compilation = TestCompilation.Create(TestCompilation.AssemblyName, kind, [.. TestCompilation.References, .. references], source);
        var reported = await DiagnosticsAsync(compilation);
        Assert.Equal(
            string.Join("\n", expected.Select(e => $"{e.Id} [{e.Start}..{e.End}] {source[e.Start..e.End]}")),
            string.Join("\n", reported.Select(d => $"{d.Id} [{d.Location.SourceSpan.Start}..{d.Location.SourceSpan.End}] {source[d.Location.SourceSpan.Start..d.Location.SourceSpan.End]}")));
    }

    /// <summary>What is reported for a program without marks, as messages.</summary>
    public static async Task<IEnumerable<string>> MessagesAsync(string source)
        => (await DiagnosticsAsync(TestCompilation.Create(source))).Select(diagnostic => diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>What is reported for a compilation, by place.</summary>
    /// <param name="compilation">The compilation.</param>
    /// <param name="properties">Properties of the project that the compiler sees.</param>
    public static async Task<IEnumerable<Diagnostic>> DiagnosticsAsync(CSharpCompilation compilation, params IEnumerable<(string Name, string Value)> properties)
    {
        var token = TestContext.Current.CancellationToken;
        Assert.Empty(compilation.GetDiagnostics(token).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        var reported = await compilation.WithAnalyzers(s_analyzers, new AnalyzerOptions([], new ProjectOptions(properties))).GetAnalyzerDiagnosticsAsync(token);
        return reported.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start).ThenBy(diagnostic => diagnostic.Id, StringComparer.Ordinal);
    }

    private static (string Source, List<(string Id, int Start, int End)> Expected) Unmark(string marked)
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

    private sealed class ProjectOptions(IEnumerable<(string Name, string Value)> properties) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Options(properties.ToDictionary(property => $"build_property.{property.Name}", property => property.Value));

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;
    }

    private sealed class Options(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, out string value) => values.TryGetValue(key, out value!);
    }
}
