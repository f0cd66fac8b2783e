using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using QueueRun.TestCompilations;

namespace QueueRun.Generators.Benchmarks;

/// <summary>QueueRun as one build made it, so that two builds can be measured in one process, in turns.</summary>
/// <param name="Name">What stands in the table.</param>
/// <param name="Generator">Makes the build's generator.</param>
/// <param name="References">What a program is compiled with: the framework, ASP.NET Core and the build's runtime.</param>
internal sealed record Build(string Name, Func<IIncrementalGenerator> Generator, IReadOnlyList<MetadataReference> References)
{
    /// <summary>The build that this program is part of.</summary>
    public static Build This { get; } = new("this build", static () => new QueueRunGenerator(), TestCompilation.References);

    /// <summary>Another build, of another commit for example.</summary>
    /// <param name="folder">Where its <c>QueueRun.Generators.dll</c> and <c>QueueRun.dll</c> are: the output folder of its benchmarks.</param>
    public static Build In(string folder)
    {
        folder = Path.GetFullPath(folder);
        var generator = new Assemblies(folder).LoadFromAssemblyPath(Path.Combine(folder, "QueueRun.Generators.dll")).GetType(typeof(QueueRunGenerator).FullName!, throwOnError: true)!;
        var runtime = MetadataReference.CreateFromFile(Path.Combine(folder, "QueueRun.dll"));
        return new("other build", () => (IIncrementalGenerator)Activator.CreateInstance(generator)!, [.. TestCompilation.ReferencesWithoutQueueRun, runtime]);
    }

    // Both builds' assemblies have the same names. The compiler's own are shared, or the other build's generator would not be one to it.
    private sealed class Assemblies(string folder) : AssemblyLoadContext
    {
        protected override Assembly? Load(AssemblyName assembly)
        {
            var path = Path.Combine(folder, $"{assembly.Name}.dll");
            return File.Exists(path) && !assembly.Name!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) ? LoadFromAssemblyPath(path) : null;
        }
    }
}
