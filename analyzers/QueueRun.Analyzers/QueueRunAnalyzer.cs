using Microsoft.CodeAnalysis.Diagnostics;
using QueueRun.Analysis;

namespace QueueRun.Analyzers;

/// <summary>A rule family: it runs where QueueRun is referenced and nowhere else, on several threads, and mostly not on generated code.</summary>
public abstract class QueueRunAnalyzer : DiagnosticAnalyzer
{
    private protected QueueRunAnalyzer()
    {
    }

    private protected virtual GeneratedCodeAnalysisFlags GeneratedCode => GeneratedCodeAnalysisFlags.None;

    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCode);
        context.RegisterCompilationStartAction(start =>
        {
            var known = KnownTypes.Of(start.Compilation);
            if (known.HasQueueRun) Register(start, known);
        });
    }

    /// <summary>Says what of the compilation it wants to see.</summary>
    private protected abstract void Register(CompilationStartAnalysisContext start, KnownTypes known);
}
