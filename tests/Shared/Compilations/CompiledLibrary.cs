using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QueueRun.Generators;
using Xunit;

namespace QueueRun.TestCompilations;

/// <summary>An assembly that was compiled with what the generator emits for it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Image">Its bytes.</param>
/// <param name="References">The libraries that it sees.</param>
internal sealed record CompiledLibrary(string Name, byte[] Image, IReadOnlyList<CompiledLibrary> References)
{
    /// <summary>What a project has that references it.</summary>
    public MetadataReference Reference { get; } = MetadataReference.CreateFromImage(Image);

    /// <summary>Compiles one file.</summary>
    /// <param name="name">The assembly's name.</param>
    /// <param name="code">The file.</param>
    /// <param name="references">The libraries that it sees. What those reference, it sees only where it is named here too.</param>
    public static CompiledLibrary Of(string name, string code, params IReadOnlyList<CompiledLibrary> references) => Of(name, [code], references);

    /// <summary>Compiles several files.</summary>
    public static CompiledLibrary Of(string name, string[] files, params IReadOnlyList<CompiledLibrary> references)
    {
        var input = TestCompilation.Create(
            name, OutputKind.DynamicallyLinkedLibrary, [.. TestCompilation.References, .. references.Select(library => library.Reference)], files);
        CSharpGeneratorDriver.Create([new QueueRunGenerator().AsSourceGenerator()], parseOptions: TestCompilation.ParseOptions)
            .RunGeneratorsAndUpdateCompilation(input, out var output, out _, TestContext.Current.CancellationToken);
        using MemoryStream image = new();
        var result = output.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return new(name, image.ToArray(), references);
    }
}
