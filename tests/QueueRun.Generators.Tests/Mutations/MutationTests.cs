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
/// A user's mistake is reported to the user, by the compiler or by an analyzer: it never causes an exception in the generator or in an
/// analyzer, and emitted code always compiles.
/// </summary>
public class MutationTests
{
    /// <summary>
    /// The number of mistakes tried. <c>QUEUERUN_MUTATIONS</c> sets another number, or <c>all</c>, or names a file with the output of such
    /// a run: then its failures are tried again.
    /// </summary>
    private const int Sample = 400;

    private const string Mark = "#### ";

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
        // The same ones each time, so that a failing test fails again.
        new Random(20261125).Shuffle(all);
        var asked = Environment.GetEnvironmentVariable("QUEUERUN_MUTATIONS");
        if (File.Exists(asked))
        {
            var failed = File.ReadLines(asked).Where(line => line.StartsWith(Mark, StringComparison.Ordinal)).Select(line => line[Mark.Length..]).ToHashSet();
            all = [.. all.Where(tried => failed.Contains($"{tried.Program}: {tried.Mutation.Name}"))];
            Assert.NotEmpty(all);
            asked = "all";
        }
        var count = asked switch
        {
            null or "" => Sample,
            "all" => all.Length,
            var number => int.Parse(number, CultureInfo.InvariantCulture),
        };
        // A driver that has seen the valid program continues with the invalid one, as in an editor.
        var drivers = Corpus.Programs.ToDictionary(program => program.Key, program => TestDriver.Create().RunGenerators(Create(program.Value), TestContext.Current.CancellationToken));

        ConcurrentBag<string> failures = [];
        var done = 0;
        await Parallel.ForEachAsync(all.Take(count), TestContext.Current.CancellationToken, async (tried, token) =>
        {
            var complaints = await ComplaintsAsync(drivers[tried.Program], Create(tried.Mutation.Texts), token);
            if (complaints.Count > 0)
            {
                failures.Add($"{tried.Program}: {tried.Mutation.Name}");
                Tell($"{tried.Program}: {tried.Mutation.Name}\n{string.Join('\n', tried.Mutation.Texts)}\n---\n{string.Join('\n', complaints)}");
            }
            var number = Interlocked.Increment(ref done);
            if (count > Sample && number % 1000 == 0) Tell($"{number} of {count}");
        });

        Assert.True(failures.IsEmpty, $"{failures.Count} of {count} mistakes, as printed:\n" + string.Join('\n', failures.Order(StringComparer.Ordinal)));
    }

    // All of them take hours, so failures are printed at once.
    private static void Tell(string text)
    {
        lock (s_analyzers[0]) Console.WriteLine(Mark + text);
    }

    /// <summary>The invalid reports for a program that was never valid before.</summary>
    internal static Task<IReadOnlyCollection<string>> ComplaintsAsync(params string[] program)
        => ComplaintsAsync(TestDriver.Create(), Create(program), TestContext.Current.CancellationToken);

    internal static CSharpCompilation Create(params string[] program)
        => TestCompilation.Create(
            TestCompilation.AssemblyName,
            program[0].Contains("WebApplication.CreateSlimBuilder", StringComparison.Ordinal) ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
            TestCompilation.References, program);

    /// <summary>The invalid reports for a program with any mistake.</summary>
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
