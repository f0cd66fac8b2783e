using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace QueueRun.TestCompilations;

/// <summary>Compiles programs as a web project of the SDK does: with its references and implicit usings, nullable on.</summary>
internal static class TestCompilation
{
    /// <summary>The name of the assembly that tests compile; emitted code is in <c>QueueRun.Generated.My_App</c>.</summary>
    public const string AssemblyName = "My.App";

    public static readonly CSharpParseOptions ParseOptions = CSharpParseOptions.Default
        .WithLanguageVersion(Language)
        .WithFeatures([new("InterceptorsNamespaces", "QueueRun.Generated")]);

    /// <summary>The language version of the .NET on which the tests run.</summary>
    private const LanguageVersion Language =
#if NET11_RUNTIME
        LanguageVersion.Preview; // C# 15
#else
        LanguageVersion.CSharp14;
#endif

    /// <summary>The file of the global usings.</summary>
    public const string UsingsPath = "GlobalUsings.cs";

    /// <summary>The usings that every program has.</summary>
    private static readonly SyntaxTree s_usings = Parse("""
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Text.Json;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        global using QueueRun;
        """, UsingsPath);

    /// <summary>The framework, ASP.NET Core and QueueRun, as this test itself uses them.</summary>
    public static IReadOnlyList<MetadataReference> References { get; } = FindReferences(withQueueRun: true);

    /// <summary>The same without QueueRun.</summary>
    public static IReadOnlyList<MetadataReference> ReferencesWithoutQueueRun { get; } = FindReferences(withQueueRun: false);

    /// <summary>A library of these files: file N is called <c>FileN.cs</c>, the first one <c>Program.cs</c>.</summary>
    public static CSharpCompilation Create(params string[] files) => Create(AssemblyName, OutputKind.DynamicallyLinkedLibrary, References, files);

    public static CSharpCompilation Create(string assemblyName, OutputKind kind, IEnumerable<MetadataReference> references, params string[] files)
        => CSharpCompilation.Create(
            assemblyName,
            [s_usings, .. files.Select((text, i) => Parse(text, i == 0 ? "Program.cs" : $"File{i + 1}.cs"))],
            references,
            new CSharpCompilationOptions(kind, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true)
                .WithSpecificDiagnosticOptions([new("CS1701", ReportDiagnostic.Suppress)]));

    public static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, ParseOptions, path);

    private static List<MetadataReference> FindReferences(bool withQueueRun)
        => ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => IsPlatform(Path.GetFileNameWithoutExtension(path)) || (withQueueRun && Path.GetFileNameWithoutExtension(path) == "QueueRun"))
            .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path))
            .ToList();

    private static bool IsPlatform(string name)
        => name is "netstandard" or "mscorlib" or "Microsoft.CSharp" or "System" or "Microsoft.AspNetCore"
            || name.StartsWith("System.", StringComparison.Ordinal)
            || name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)
            || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal);
}
