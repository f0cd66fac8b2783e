using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace QueueRun.TestCompilations;

/// <summary>An assembly with the name of the package by which several processes share their users.</summary>
internal static class SeveralProcesses
{
    /// <summary>A reference to it.</summary>
    public static MetadataReference Reference { get; } = Named("QueueRun.Redis");

    /// <summary>A reference to an empty assembly, without a module.</summary>
    public static MetadataReference Named(string name)
    {
        using MemoryStream image = new();
        var result = TestCompilation.Create(name, OutputKind.DynamicallyLinkedLibrary, TestCompilation.References).Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    /// <summary>A library of these files that references it.</summary>
    public static CSharpCompilation Create(params string[] files)
        => TestCompilation.Create(TestCompilation.AssemblyName, OutputKind.DynamicallyLinkedLibrary, [.. TestCompilation.References, Reference], files);
}
