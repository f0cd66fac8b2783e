using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Diagnostics.Telemetry;
using QueueRun.TestCompilations;

namespace QueueRun.Analyzers.Tests;

/// <summary>What analyzers ask for in a compilation: nothing where QueueRun is not referenced, and nowhere what makes the compiler do everything twice.</summary>
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
        // In Razor's files only, and there are none.
        if (analyzer != nameof(RazorAnalyzer) && analyzer != nameof(ProgramAnalyzer)) Assert.NotEqual(0, Actions(counts));
    }

    private static async Task<AnalyzerTelemetryInfo> CountsAsync(Compilation compilation, string analyzer)
    {
        var type = typeof(HandlerAnalyzer).Assembly.GetTypes().Single(type => type.Name == analyzer);
        var instance = (DiagnosticAnalyzer)Activator.CreateInstance(type)!;
        var running = compilation.WithAnalyzers([instance]);
        await running.GetAllDiagnosticsAsync(TestContext.Current.CancellationToken);
        return await running.GetAnalyzerTelemetryInfoAsync(instance, TestContext.Current.CancellationToken);
    }

    /// <summary>Everything but the look whether QueueRun is there.</summary>
    private static int Actions(AnalyzerTelemetryInfo counts)
        => counts.SyntaxTreeActionsCount + counts.AdditionalFileActionsCount + counts.SemanticModelActionsCount + counts.SymbolActionsCount + counts.SymbolStartActionsCount
            + counts.SymbolEndActionsCount + counts.SyntaxNodeActionsCount + counts.CodeBlockActionsCount + counts.CodeBlockStartActionsCount + counts.CodeBlockEndActionsCount
            + counts.OperationActionsCount + counts.OperationBlockActionsCount + counts.OperationBlockStartActionsCount + counts.OperationBlockEndActionsCount
            + counts.CompilationEndActionsCount + counts.CompilationActionsCount;
}
