using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Diagnostics.Telemetry;
using QueueRun.TestCompilations;

namespace QueueRun.Analyzers.Tests;

/// <summary>
/// The work of analyzers in a compilation: none without a reference to QueueRun, and never an action that makes the compiler do its work
/// twice.
/// </summary>
public class IdleTests
{
    private const string Program = """
        static class C
        {
            [Obsolete] internal static async Task M(Other other) => await other.SendAsync(1);
            internal class Other { internal Task SendAsync(int x) => Task.CompletedTask; }
        }
        """;

    public static TheoryData<string> AnalyzerNames => ConfigurationTests.AnalyzerNames;

    [Theory]
    [MemberData(nameof(AnalyzerNames))]
    public async Task Nothing_runs_in_a_project_without_QueueRun(string analyzer)
    {
        var withoutUsing = CSharpSyntaxTree.ParseText($"using System; using System.Threading.Tasks;\n{Program}", TestCompilation.ParseOptions, "Program.cs", cancellationToken: TestContext.Current.CancellationToken);
        var compilation = CSharpCompilation.Create("Other", [withoutUsing], TestCompilation.ReferencesWithoutQueueRun, new(OutputKind.DynamicallyLinkedLibrary));
        Assert.DoesNotContain(compilation.GetDiagnostics(TestContext.Current.CancellationToken), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

        var counts = await CountsAsync(compilation, analyzer);
        Assert.Equal(0, Actions(counts));
        Assert.Equal(1, counts.CompilationStartActionsCount);
    }

    [Theory]
    [MemberData(nameof(AnalyzerNames))]
    public async Task Nothing_has_operations_made_of_every_method(string analyzer)
    {
        var counts = await CountsAsync(TestCompilation.Create(Program), analyzer);
        Assert.Equal(0, counts.OperationActionsCount + counts.OperationBlockActionsCount + counts.OperationBlockStartActionsCount);
        // These have nothing to check here: there is no Razor file, and the compilation is a library.
        if (analyzer is not (nameof(RazorAnalyzer) or nameof(ProgramAnalyzer) or nameof(EndpointAnalyzer))) Assert.NotEqual(0, Actions(counts));
    }

    private static async Task<AnalyzerTelemetryInfo> CountsAsync(Compilation compilation, string analyzer)
    {
        var type = typeof(HandlerAnalyzer).Assembly.GetTypes().Single(type => type.Name == analyzer);
        var instance = (DiagnosticAnalyzer)Activator.CreateInstance(type)!;
        var running = compilation.WithAnalyzers([instance]);
        await running.GetAllDiagnosticsAsync(TestContext.Current.CancellationToken);
        return await running.GetAnalyzerTelemetryInfoAsync(instance, TestContext.Current.CancellationToken);
    }

    /// <summary>All actions except the check for QueueRun.</summary>
    private static int Actions(AnalyzerTelemetryInfo counts)
        => counts.SyntaxTreeActionsCount + counts.AdditionalFileActionsCount + counts.SemanticModelActionsCount + counts.SymbolActionsCount + counts.SymbolStartActionsCount
            + counts.SymbolEndActionsCount + counts.SyntaxNodeActionsCount + counts.CodeBlockActionsCount + counts.CodeBlockStartActionsCount + counts.CodeBlockEndActionsCount
            + counts.OperationActionsCount + counts.OperationBlockActionsCount + counts.OperationBlockStartActionsCount + counts.OperationBlockEndActionsCount
            + counts.CompilationEndActionsCount + counts.CompilationActionsCount;
}
