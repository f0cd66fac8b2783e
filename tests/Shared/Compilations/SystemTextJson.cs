using System.Reflection;
using Microsoft.CodeAnalysis;

namespace QueueRun.TestCompilations;

/// <summary>
/// System.Text.Json's own generator, which completes a program's <c>JsonSerializerContext</c>s: that of the .NET on which the tests run.
/// </summary>
internal static class SystemTextJson
{
    private static readonly Type s_generator = Find();

    public static ISourceGenerator CreateGenerator() => ((IIncrementalGenerator)Activator.CreateInstance(s_generator)!).AsSourceGenerator();

    /// <summary>The reference assemblies of a pack, with which projects are compiled; of several versions the newest.</summary>
    public static IEnumerable<string> ReferenceAssemblies(string pack)
        => Directory.GetFiles(Directory.GetDirectories(Path.Combine(Directory.GetDirectories(Pack(pack)).Max()!, "ref")).Max()!, "*.dll");

    private static string Pack(string name)
        => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", "packs", name));

    private static Type Find()
    {
        var beside = Path.Combine(AppContext.BaseDirectory, "packs", "System.Text.Json.SourceGeneration.dll");
        return Generator(File.Exists(beside)
            ? beside
            : Directory.GetFiles(Pack("Microsoft.NETCore.App.Ref"), "System.Text.Json.SourceGeneration.dll", SearchOption.AllDirectories).Max()!);
    }

    private static Type Generator(string file) => Assembly.LoadFrom(file).GetType("System.Text.Json.SourceGeneration.JsonSourceGenerator")!;
}
