using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using QueueRun.TestCompilations;

namespace QueueRun.Generators.Tests.Mutations;

/// <summary>
/// A user's mistake is the user's to hear of, from the compiler or from an analyzer: it never throws in the generator or in an analyzer, and emitted
/// code compiles whatever is wrong beside it.
/// </summary>
public class MutationTests
{
    /// <summary>So many mistakes are tried; <c>QUEUERUN_MUTATIONS</c> sets another number, or <c>all</c>.</summary>
    private const int Sample = 400;

    private static readonly ImmutableArray<DiagnosticAnalyzer> s_analyzers =
    [
        .. Assembly.Load("QueueRun.Analyzers").GetTypes()
            .Where(type => typeof(DiagnosticAnalyzer).IsAssignableFrom(type) && !type.IsAbstract)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    public static TheoryData<string> Names => [.. Corpus.Programs.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_program_of_the_corpus_is_right(string name) => GeneratorRun.Of(Create(Corpus.Programs[name]));

    [Fact]
    public async Task A_mistake_never_throws_nor_breaks_emitted_code()
    {
        var all = Corpus.Programs.SelectMany(program => Mutation.Of(program.Value).Select(mutation => (Program: program.Key, Mutation: mutation))).ToArray();
        // The same ones every time: a test that fails must fail again.
        new Random(20261125).Shuffle(all);
        var count = Environment.GetEnvironmentVariable("QUEUERUN_MUTATIONS") switch
        {
            null or "" => Sample,
            "all" => all.Length,
            var number => int.Parse(number, CultureInfo.InvariantCulture),
        };
        // A driver that has seen the right program goes on with the wrong one, as it does in an editor.
        var drivers = Corpus.Programs.ToDictionary(program => program.Key, program => Driver().RunGenerators(Create(program.Value), TestContext.Current.CancellationToken));

        ConcurrentBag<string> failures = [];
        await Parallel.ForEachAsync(all.Take(count), TestContext.Current.CancellationToken, async (tried, token) =>
        {
            var complaints = await ComplaintsAsync(drivers[tried.Program], Create(tried.Mutation.Texts), token);
            if (complaints.Count > 0) failures.Add($"{tried.Program}: {tried.Mutation.Name}\n{string.Join('\n', tried.Mutation.Texts)}\n---\n{string.Join('\n', complaints)}");
        });

        Assert.True(failures.IsEmpty, $"{failures.Count} of {count} mistakes:\n\n" + string.Join("\n\n", failures.Order(StringComparer.Ordinal).Take(20)));
    }

    internal static CSharpCompilation Create(params string[] program)
        => TestCompilation.Create(
            TestCompilation.AssemblyName,
            program[0].Contains("WebApplication.CreateSlimBuilder", StringComparison.Ordinal) ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
            TestCompilation.References, program);

    private static CSharpGeneratorDriver Driver() => CSharpGeneratorDriver.Create([new QueueRunGenerator().AsSourceGenerator()], parseOptions: TestCompilation.ParseOptions);

    /// <summary>What must not be said of a program, whatever is wrong with it.</summary>
    private static async Task<IReadOnlyCollection<string>> ComplaintsAsync(GeneratorDriver driver, CSharpCompilation input, CancellationToken token)
    {
        var run = driver.RunGeneratorsAndUpdateCompilation(input, out var output, out var reported, token).GetRunResult().Results.Single();
        List<string> complaints = [.. reported.Select(diagnostic => diagnostic.ToString())];
        if (run.Exception is { } exception) complaints.Add(exception.ToString());
        var emitted = run.GeneratedSources.Select(source => source.SyntaxTree).ToHashSet();
        complaints.AddRange(
            from diagnostic in output.GetDiagnostics(token)
            where diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Location.SourceTree is { } tree && emitted.Contains(tree)
            select $"{diagnostic}\n    {Line(diagnostic)}");
        var analyzed = await output.WithAnalyzers(s_analyzers, new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), (exception, analyzer, _) => { lock (complaints) complaints.Add($"{analyzer}: {exception}"); },
            concurrentAnalysis: false, logAnalyzerExecutionTime: false)).GetAnalyzerDiagnosticsAsync(token);
        complaints.AddRange(
            from diagnostic in analyzed
            where !diagnostic.Id.StartsWith("QR", StringComparison.Ordinal) || (diagnostic.Location.SourceTree is { } tree && emitted.Contains(tree))
            select diagnostic.ToString());
        return complaints;
    }

    private static string Line(Diagnostic diagnostic)
        => diagnostic.Location.SourceTree!.GetText().Lines[diagnostic.Location.GetLineSpan().StartLinePosition.Line].ToString().Trim();
}
