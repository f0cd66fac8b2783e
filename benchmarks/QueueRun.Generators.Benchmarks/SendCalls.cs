using Microsoft.CodeAnalysis;
using QueueRun.Benchmarks;

namespace QueueRun.Generators.Benchmarks;

/// <summary>What each call of <c>SendAsync</c> costs: beside a generator that only asks which method is called and where it is intercepted.</summary>
internal static class SendCalls
{
    public static void Run(SyntheticSolution without, int sends, int rounds)
    {
        var with = without with { Sends = sends };
        var measured = Rounds.Run(rounds,
            First("symbol and location, without calls", without, static () => new SymbolAndLocation()),
            First($"symbol and location, {sends} calls", with, static () => new SymbolAndLocation()),
            First("QueueRun, without calls", without, static () => new QueueRunGenerator()),
            First($"QueueRun, {sends} calls", with, static () => new QueueRunGenerator()),
            First("QueueRun, without calls, implementation skipped", without, static () => new QueueRunGenerator(), IncrementalGeneratorOutputKind.Implementation),
            First($"QueueRun, {sends} calls, implementation skipped", with, static () => new QueueRunGenerator(), IncrementalGeneratorOutputKind.Implementation));
        measured.Print($"First run, {without.Handlers} handlers and {without.Messages} message types, and {sends} calls of SendAsync", baseline: null);
        var (least, own) = (measured.Difference(1, 0) / sends, measured.Difference(3, 2) / sends);
        Rounds.Line($"a call: {least:0.000} ms for symbol and location, {own:0.000} ms for QueueRun: {own / least:0.00} ×");
        Rounds.Line($"a call where implementation is skipped: {measured.Difference(5, 4) / sends:0.000} ms");
    }

    private static Candidate First(string name, SyntheticSolution program, Func<IIncrementalGenerator> generator,
        IncrementalGeneratorOutputKind disabled = IncrementalGeneratorOutputKind.None)
        => new(name, () =>
        {
            var compilation = Sources.Compile(program);
            return () => Sources.Drive(generator(), disabled).RunAll(compilation);
        });
}
