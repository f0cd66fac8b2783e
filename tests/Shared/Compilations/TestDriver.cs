using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QueueRun.Generators;

namespace QueueRun.TestCompilations;

/// <summary>Runs the generator over programs as a compiler does.</summary>
internal static class TestDriver
{
    /// <summary>A new driver, without earlier results.</summary>
    /// <param name="others">Other generators that run beside QueueRun's.</param>
    public static GeneratorDriver Create(params IEnumerable<ISourceGenerator> others)
        => CSharpGeneratorDriver.Create([new QueueRunGenerator().AsSourceGenerator(), .. others], parseOptions: TestCompilation.ParseOptions);

    /// <summary>A program with its emitted code.</summary>
    /// <param name="input">The program.</param>
    /// <param name="others">Other generators that run beside QueueRun's.</param>
    public static Compilation Emit(Compilation input, params IEnumerable<ISourceGenerator> others)
    {
        Create(others).RunGeneratorsAndUpdateCompilation(input, out var output, out _, TestContext.Current.CancellationToken);
        return output;
    }
}
