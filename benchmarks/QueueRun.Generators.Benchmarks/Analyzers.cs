using QueueRun.Benchmarks;

namespace QueueRun.Generators.Benchmarks;

/// <summary>What the analyzers add to compiling: the compiler itself, as a build runs it, with and without them.</summary>
internal static class Analyzers
{
    /// <param name="program">The program.</param>
    /// <param name="rounds">How often both compile.</param>
    public static void Run(SyntheticSolution program, int rounds)
    {
        program = program with { Sends = 5_000 };
        using Compiler compiler = new(program);
        Rounds.Run(rounds, warmUp: 0, Compiler.Used, Compile("generator alone", []), Compile("generator and QueueRun's analyzers", Compiler.Analyzers))
            .Print($"A process for each compilation, {program.Handlers} handlers, {program.Messages} message types, {program.Sends} calls of SendAsync", baseline: 0);
        Report(compiler.Prepare([.. Compiler.Analyzers, "/reportanalyzer"])());

        Candidate Compile(string name, IEnumerable<string> analyzers) => new(name, () =>
        {
            var compile = compiler.Prepare(analyzers);
            return () => Check(compile());
        });
    }

    /// <summary>Who says something about a right program has done something else than it should.</summary>
    private static void Check(string output)
    {
        if (output.Contains(": error ", StringComparison.Ordinal) || output.Contains("warning QR", StringComparison.Ordinal) || output.Contains("warning AD", StringComparison.Ordinal))
            throw new InvalidOperationException(output);
    }

    private static void Report(string output)
    {
        Console.WriteLine();
        Console.WriteLine("What /reportanalyzer says of one more (seconds on all threads together):");
        foreach (var line in output.Split('\n').SkipWhile(line => !line.Contains("Time (s)", StringComparison.Ordinal)).Where(line => line.Trim().Length > 0)) Console.WriteLine(line.TrimEnd());
    }
}
