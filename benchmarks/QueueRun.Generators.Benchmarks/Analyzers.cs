using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using QueueRun.Analyzers;
using QueueRun.Benchmarks;
using QueueRun.TestCompilations;

namespace QueueRun.Generators.Benchmarks;

/// <summary>What the analyzers add to compiling: the compiler's own diagnostics with and without them.</summary>
internal static class Analyzers
{
    public static void Run(SyntheticSolution program, int rounds)
    {
        DiagnosticAnalyzer[] analyzers = [.. typeof(HandlerAnalyzer).Assembly.GetTypes()
            .Where(type => typeof(DiagnosticAnalyzer).IsAssignableFrom(type) && !type.IsAbstract)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)];
        program = program with { Sends = 5_000 };
        CompilationWithAnalyzersOptions options = new(new([]), null, concurrentAnalysis: true, logAnalyzerExecutionTime: true);
        Dictionary<string, TimeSpan> own = [];
        var measured = Rounds.Run(rounds,
            new Candidate("compiler alone", () =>
            {
                var compilation = Generated(program);
                return () => Check(compilation.GetDiagnostics());
            }),
            new Candidate("compiler and QueueRun's analyzers", () =>
            {
                var compilation = Generated(program);
                return () =>
                {
                    CompilationWithAnalyzers with = new(compilation, [.. analyzers], options);
                    Check(with.GetAllDiagnosticsAsync(CancellationToken.None).GetAwaiter().GetResult());
                    foreach (var analyzer in analyzers)
                        own[analyzer.GetType().Name] = with.GetAnalyzerTelemetryInfoAsync(analyzer, CancellationToken.None).GetAwaiter().GetResult().ExecutionTime;
                };
            }));
        measured.Print($"Compiling, {program.Handlers} handlers, {program.Messages} message types, {program.Sends} calls of SendAsync", baseline: 0);
        foreach (var (name, time) in own.OrderByDescending(pair => pair.Value)) Rounds.Line($"    {name,-54} {time.TotalMilliseconds,6:N1} ms");
    }

    private static CSharpCompilation Generated(SyntheticSolution program)
    {
        var compilation = Sources.Compile(program);
        Sources.Drive(new QueueRunGenerator()).RunGeneratorsAndUpdateCompilation(compilation, out var output, out _);
        // Nothing that the generator has asked may be remembered.
        return compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(output.SyntaxTrees.Select(tree => CSharpSyntaxTree.ParseText(tree.GetText(), TestCompilation.ParseOptions, tree.FilePath)));
    }

    private static void Check(IEnumerable<Diagnostic> diagnostics)
    {
        var wrong = diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(3).ToList();
        if (wrong.Count > 0) throw new InvalidOperationException(string.Join("\n", wrong));
    }
}
