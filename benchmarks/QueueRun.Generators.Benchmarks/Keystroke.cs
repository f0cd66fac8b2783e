using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using QueueRun.Benchmarks;
using QueueRun.TestCompilations;

namespace QueueRun.Generators.Benchmarks;

/// <summary>One more run after an edit, with the driver and the compilation of the run before: what typing costs.</summary>
internal static class Keystroke
{
    /// <param name="program">The program.</param>
    /// <param name="rounds">How often each edit is made.</param>
    /// <param name="builds">Whose generator runs; all of them in turns.</param>
    public static void Run(SyntheticSolution program, int rounds, Build[] builds)
    {
        foreach (var (host, disabled) in new[]
        {
            ("a host that asks for everything", IncrementalGeneratorOutputKind.None),
            ("a host that skips implementation outputs", IncrementalGeneratorOutputKind.Implementation),
        })
        {
            var measured = Rounds.Run(rounds,
            [
                Edit(program, Build.This with { Generator = static () => new Floor() }, disabled, "a body, and a generator that finds all attributes and does nothing", SyntheticSolution.HandlerFile, SyntheticSolution.Mark, "var mark = {0};"),
                .. builds.SelectMany(build => Edits(program, build, disabled, builds.Length > 1 ? $"{build.Name}: " : "")),
            ]);
            measured.Print($"One keystroke in {host}, {program.Handlers} handlers and {program.Messages} message types", baseline: null);
        }
    }

    private static Candidate[] Edits(SyntheticSolution program, Build build, IncrementalGeneratorOutputKind disabled, string prefix) =>
    [
        Edit(program, build, disabled, $"{prefix}a body, in a file without handlers or messages", SyntheticSolution.UnrelatedFile, SyntheticSolution.Mark, "var mark = {0};"),
        Edit(program, build, disabled, $"{prefix}a body, in a file with handlers", SyntheticSolution.HandlerFile, SyntheticSolution.Mark, "var mark = {0};"),
        Edit(program, build, disabled, $"{prefix}a body, in a file with messages", SyntheticSolution.MessageFile, SyntheticSolution.Mark, "var mark = {0};"),
        Edit(program, build, disabled, $"{prefix}a handler's route", SyntheticSolution.HandlerFile, "mode=m3", "mode=n{0}"),
        Edit(program, build, disabled, $"{prefix}a handler's parameters", SyntheticSolution.HandlerFile, "int page,", "int page, int count{0} = 0,"),
        Edit(program, build, disabled, $"{prefix}a message's member", SyntheticSolution.MessageFile, "int Count0000", "int Total{0}"),
        Edit(program, build, disabled, $"{prefix}the same, and what was emitted is parsed", SyntheticSolution.MessageFile, "int Count0000", "int Total{0}", parses: true),
    ];

    private static Candidate Edit(SyntheticSolution program, Build build, IncrementalGeneratorOutputKind disabled, string name, string file, string old, string @new, bool parses = false)
    {
        Compilation compilation = Sources.Compile(program, build.References);
        var driver = Sources.Drive(build.Generator(), disabled).RunGenerators(compilation);
        HashSet<SourceText> known = [.. Emitted(driver)];
        var text = program.Files().Single(candidate => candidate.Path == file).Text;
        if (!text.Contains(old, StringComparison.Ordinal)) throw new InvalidOperationException($"There is no '{old}' in {file}.");
        var typed = 0;
        return new(name, () =>
        {
            // Whoever types has parsed the file already, and the compiler knows of everything else what it knew before.
            var edited = text.Replace(old, string.Format(System.Globalization.CultureInfo.InvariantCulture, @new, ++typed), StringComparison.Ordinal);
            var before = compilation.SyntaxTrees.Single(tree => tree.FilePath == file);
            compilation = compilation.ReplaceSyntaxTree(before, TestCompilation.Parse(edited, file));
            return () =>
            {
                driver = driver.RunGenerators(compilation);
                if (!parses) return;
                // The driver leaves it to whoever looks at a tree first, and an editor parses only what has another text than before.
                foreach (var emitted in Emitted(driver).Where(known.Add)) CSharpSyntaxTree.ParseText(emitted, TestCompilation.ParseOptions).GetRoot();
            };
        });
    }

    private static IEnumerable<SourceText> Emitted(GeneratorDriver driver) => driver.GetRunResult().Results[0].GeneratedSources.Select(source => source.SourceText);
}
