using Microsoft.CodeAnalysis;

namespace QueueRun.TestCompilations;

/// <summary>An assembly, compiled with its emitted code.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Image">Its bytes.</param>
/// <param name="References">The libraries that it references.</param>
internal sealed record CompiledLibrary(string Name, byte[] Image, IReadOnlyList<CompiledLibrary> References)
{
    /// <summary>The reference for a project that uses it.</summary>
    public MetadataReference Reference { get; } = MetadataReference.CreateFromImage(Image);

    /// <summary>Compiles one file.</summary>
    /// <param name="name">The assembly's name.</param>
    /// <param name="code">The file.</param>
    /// <param name="references">The libraries that it references. It does not see their references unless these are listed here
    /// too.</param>
    public static CompiledLibrary Of(string name, string code, params IReadOnlyList<CompiledLibrary> references) => Of(name, [code], references);

    /// <summary>Compiles several files.</summary>
    public static CompiledLibrary Of(string name, string[] files, params IReadOnlyList<CompiledLibrary> references)
    {
        var input = TestCompilation.Create(
            name, OutputKind.DynamicallyLinkedLibrary, [.. TestCompilation.References, .. references.Select(library => library.Reference)], files);
        using MemoryStream image = new();
        var result = TestDriver.Emit(input).Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return new(name, image.ToArray(), references);
    }
}
