using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QueueRun.Benchmarks;
using QueueRun.TestCompilations;

namespace QueueRun.Generators.Benchmarks;

/// <summary>Compilations of a synthetic program, and drivers to run over them.</summary>
internal static class Sources
{
    /// <summary>A compilation that nobody has asked anything: every tree is parsed anew, because the compiler keeps what it knows with trees, too.</summary>
    public static CSharpCompilation Compile(SyntheticSolution program, params (string Path, string Text)[] more)
        => Compile(program.Files().Concat(more), TestCompilation.References);

    /// <summary>The same, with another build of QueueRun's runtime.</summary>
    public static CSharpCompilation Compile(SyntheticSolution program, IEnumerable<MetadataReference> references) => Compile(program.Files(), references);

    public static CSharpCompilation Compile(IEnumerable<(string Path, string Text)> files, IEnumerable<MetadataReference> references)
        => TestCompilation.Create(TestCompilation.AssemblyName, OutputKind.DynamicallyLinkedLibrary, references)
            .AddSyntaxTrees(files.Select(file => TestCompilation.Parse(file.Text, file.Path)));

    /// <summary>A driver with one generator.</summary>
    /// <param name="generator">The generator.</param>
    /// <param name="disabled">Outputs that the host never asks for.</param>
    public static GeneratorDriver Drive(IIncrementalGenerator generator, IncrementalGeneratorOutputKind disabled = IncrementalGeneratorOutputKind.None)
        => CSharpGeneratorDriver.Create([generator.AsSourceGenerator()], parseOptions: TestCompilation.ParseOptions, driverOptions: new(disabled));

    /// <summary>Runs, and fails where the generator does: a figure of a generator that gave up would be a good one.</summary>
    public static GeneratorDriver RunAll(this GeneratorDriver driver, Compilation compilation, int atLeast = 1)
    {
        var next = driver.RunGenerators(compilation);
        var result = next.GetRunResult().Results[0];
        if (result.Exception is { } exception) throw exception;
        return result.GeneratedSources.Length >= atLeast ? next : throw new InvalidOperationException($"Only {result.GeneratedSources.Length} files were emitted.");
    }

    /// <summary>System.Text.Json's own generator, from the SDK that this runs on.</summary>
    public static IIncrementalGenerator SystemTextJson()
    {
        var dotnet = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "../../.."));
        var file = Directory.GetFiles(Path.Combine(dotnet, "packs/Microsoft.NETCore.App.Ref"), "System.Text.Json.SourceGeneration.dll", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).Last();
        var type = System.Reflection.Assembly.LoadFrom(file).GetTypes().Single(type => typeof(IIncrementalGenerator).IsAssignableFrom(type) && !type.IsAbstract);
        return (IIncrementalGenerator)Activator.CreateInstance(type)!;
    }
}
