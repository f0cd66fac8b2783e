using QueueRun.Benchmarks;

namespace QueueRun.Generators.Benchmarks;

/// <summary>The first run, as in a build: beside System.Text.Json's own generator on the same types.</summary>
internal static class Cold
{
    public static void Run(SyntheticSolution program, int rounds)
    {
        var json = Sources.SystemTextJson();
        var measured = Rounds.Run(rounds,
            new Candidate("System.Text.Json's generator", () =>
            {
                var compilation = Sources.Compile(program, ("Context.cs", program.JsonContext()));
                return () => Sources.Drive(json).RunAll(compilation, program.Messages);
            }),
            new Candidate("QueueRun's generator", () =>
            {
                var compilation = Sources.Compile(program);
                return () => Sources.Drive(new QueueRunGenerator()).RunAll(compilation, program.Handlers / 10);
            }),
            new Candidate("the same without the contract", () =>
            {
                var compilation = Sources.Compile(program);
                return () => Sources.Drive(new WithoutContract()).RunAll(compilation, program.Handlers / 10);
            }));
        measured.Print($"First run, {program.Handlers} handlers and {program.Messages} message types", baseline: 0);
        Rounds.Line($"the contract: {measured.Difference(1, 2):N1} ms, {Contract(program) / 1000.0:N0} kB of source");
    }

    private static int Contract(SyntheticSolution program)
        => Sources.Drive(new QueueRunGenerator()).RunAll(Sources.Compile(program)).GetRunResult().Results[0].GeneratedSources
            .Single(source => source.HintName == "SocketContract.g.cs").SourceText.Length;
}
