using System.Reflection;
using Microsoft.CodeAnalysis;

namespace QueueRun.TestCompilations;

/// <summary>System.Text.Json's own generator, which completes a program's <c>JsonSerializerContext</c>s: the SDK's that the tests run on.</summary>
internal static class SystemTextJson
{
    private static readonly Type s_generator = Find();

    public static ISourceGenerator CreateGenerator() => ((IIncrementalGenerator)Activator.CreateInstance(s_generator)!).AsSourceGenerator();

    private static Type Find()
    {
        var dotnet = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));
        var file = Directory.GetFiles(Path.Combine(dotnet, "packs", "Microsoft.NETCore.App.Ref"), "System.Text.Json.SourceGeneration.dll", SearchOption.AllDirectories).Max()!;
        return Assembly.LoadFrom(file).GetType("System.Text.Json.SourceGeneration.JsonSourceGenerator")!;
    }
}
