using Microsoft.CodeAnalysis;
using QueueRun.Benchmarks;
using QueueRun.TestCompilations;

namespace QueueRun.Generators.Benchmarks;

/// <summary>What the compiler does with a program and what was emitted for it. The generator's own work is not part of it.</summary>
internal static class Compile
{
    // What is measured of each build, one after the other.
    private const int Steps = 3;

    /// <param name="program">The program.</param>
    /// <param name="rounds">How often each build's code is compiled.</param>
    /// <param name="builds">Whose code: the last build is what the others are compared with.</param>
    public static void Run(SyntheticSolution program, int rounds, Build[] builds)
    {
        var measured = Rounds.Run(rounds, [.. builds.SelectMany(build => Candidates(program, build))]);
        measured.Print($"Compiling {program.Handlers} handlers and {program.Messages} message types, and what was emitted for them", baseline: null);
        var last = StepsOf(builds.Length - 1);
        for (var i = 0; i < builds.Length; i++)
            Rounds.Line($"{builds[i].Name}: {measured.Median(StepsOf(i)):N0} ms in all, {measured.Ratio(StepsOf(i), last):0.000} × {builds[^1].Name}");
    }

    private static Range StepsOf(int build) => (build * Steps)..((build + 1) * Steps);

    private static IEnumerable<Candidate> Candidates(SyntheticSolution program, Build build)
    {
        var emitted = Sources.Drive(build.Generator()).RunAll(Sources.Compile(program, build.References)).GetRunResult().Results[0].GeneratedSources;
        (string Path, string Text)[] files = [.. program.Files(), .. emitted.Select(source => (source.HintName, source.SourceText.ToString()))];
        Rounds.Line($"{build.Name}: {emitted.Length} files emitted, {emitted.Sum(source => source.SourceText.Length) / 1000:N0} thousand characters");

        var compilation = Sources.Compile([], build.References);
        var parsed = compilation;
        yield return new($"{build.Name}: parsing", () => () =>
        {
            parsed = compilation.AddSyntaxTrees(files.Select(file => TestCompilation.Parse(file.Text, file.Path)));
            foreach (var tree in parsed.SyntaxTrees) tree.GetRoot();
        });
        yield return new($"{build.Name}: declarations", () => () => Check(parsed.GetDeclarationDiagnostics()));
        yield return new($"{build.Name}: method bodies and emission", () => () => Check(parsed.Emit(Stream.Null).Diagnostics));
    }

    private static void Check(IEnumerable<Diagnostic> diagnostics)
    {
        if (diagnostics.FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) is { } error) throw new InvalidOperationException(error.ToString());
    }
}
