using Microsoft.CodeAnalysis;
using QueueRun.Benchmarks;
using QueueRun.TestCompilations;

namespace QueueRun.Generators.Benchmarks;

/// <summary>One more run after an edit, with the driver and the compilation of the run before: what typing costs.</summary>
internal static class Keystroke
{
    public static void Run(SyntheticSolution program, int rounds)
    {
        foreach (var (host, disabled) in new[]
        {
            ("a host that asks for everything", IncrementalGeneratorOutputKind.None),
            ("a host that skips implementation outputs", IncrementalGeneratorOutputKind.Implementation),
        })
        {
            var driver = Sources.Drive(new QueueRunGenerator(), disabled);
            var measured = Rounds.Run(rounds,
                Edit(program, driver, "a body, in a file without handlers or messages", SyntheticSolution.UnrelatedFile, SyntheticSolution.Mark, "var mark = {0};"),
                Edit(program, driver, "a body, in a file with handlers", SyntheticSolution.HandlerFile, SyntheticSolution.Mark, "var mark = {0};"),
                Edit(program, driver, "a body, in a file with messages", SyntheticSolution.MessageFile, SyntheticSolution.Mark, "var mark = {0};"),
                Edit(program, driver, "a handler's route", SyntheticSolution.HandlerFile, "mode=m3", "mode=n{0}"),
                Edit(program, driver, "a message's member", SyntheticSolution.MessageFile, "int Count0000", "int Total{0}"));
            measured.Print($"One keystroke in {host}, {program.Handlers} handlers and {program.Messages} message types", baseline: null);
        }
    }

    public static Candidate Edit(SyntheticSolution program, GeneratorDriver driver, string name, string file, string old, string @new)
    {
        Compilation compilation = Sources.Compile(program);
        driver = driver.RunGenerators(compilation);
        var text = program.Files().Single(candidate => candidate.Path == file).Text;
        if (!text.Contains(old, StringComparison.Ordinal)) throw new InvalidOperationException($"There is no '{old}' in {file}.");
        var typed = 0;
        return new(name, () =>
        {
            // Whoever types has parsed the file already, and the compiler knows of everything else what it knew before.
            var edited = text.Replace(old, string.Format(System.Globalization.CultureInfo.InvariantCulture, @new, ++typed), StringComparison.Ordinal);
            var before = compilation.SyntaxTrees.Single(tree => tree.FilePath == file);
            compilation = compilation.ReplaceSyntaxTree(before, TestCompilation.Parse(edited, file));
            return () => driver = driver.RunGenerators(compilation);
        });
    }
}
