using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using QueueRun.Analyzers;
using QueueRun.TestCompilations;

namespace QueueRun.Docs;

/// <summary>A page's program with its emitted code, and all reports of the compiler and of analyzers.</summary>
internal sealed class Compiled
{
    private static readonly ImmutableArray<DiagnosticAnalyzer> s_analyzers =
    [
        .. typeof(HandlerAnalyzer).Assembly.GetTypes()
            .Where(type => typeof(DiagnosticAnalyzer).IsAssignableFrom(type) && !type.IsAbstract)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    /// <summary>A page may use all references of this project except the tests and the generator's own parts.</summary>
    private static readonly MetadataReference[] s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileNameWithoutExtension(path) is not ("QueueRun.Docs.Tests" or "QueueRun.Generators" or "QueueRun.Analyzers"))
            .Where(path => !Path.GetFileName(path).StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>The implicit usings of a web project that <see cref="TestCompilation"/> does not have already.</summary>
    private const string WebUsings = """
        global using System.IO;
        global using System.Net.Http.Json;
        global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.Configuration;
        """;

    private static readonly ConcurrentDictionary<string, Lazy<Task<Compiled>>> s_compiled = new();

    private Compiled(Compilation output, ImmutableArray<Diagnostic> complaints) => (Output, Complaints) = (output, complaints);

    public Compilation Output { get; }

    /// <summary>Errors and warnings, by the page's lines.</summary>
    public ImmutableArray<Diagnostic> Complaints { get; }

    /// <summary>Compiles a program: only once, although one test may compile it and another run it.</summary>
    public static Task<Compiled> FromAsync(PageProgram program) => s_compiled.GetOrAdd(program.Text(), text => new(() => CompileAsync(text, program.HasStatements))).Value;

    /// <summary>A program of files, with its emitted code.</summary>
    public static Compilation Emit(params IReadOnlyCollection<string> files)
        => TestDriver.Emit(TestCompilation.Create(TestCompilation.AssemblyName, OutputKind.ConsoleApplication, s_references, [.. files, WebUsings]), SystemTextJson.CreateGenerator());

    private static async Task<Compiled> CompileAsync(string text, bool hasStatements)
    {
        var kind = hasStatements ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary;
        var input = TestCompilation.Create(TestCompilation.AssemblyName, kind, s_references, text, WebUsings);
        TestDriver.Create(SystemTextJson.CreateGenerator())
            .RunGeneratorsAndUpdateCompilation(input, out var output, out var generated);
        var reported = await output.WithAnalyzers(s_analyzers).GetAllDiagnosticsAsync();
        // CS1702: two packages were compiled with different patch versions of a third; the SDK hides this warning from every project.
        return new(output, [.. reported.Concat(generated)
            .Where(diagnostic => diagnostic is { Severity: >= DiagnosticSeverity.Warning, IsSuppressed: false, Id: not "CS1702" })]);
    }
}
