using Microsoft.CodeAnalysis.Diagnostics;
using QueueRun.Analysis;

namespace QueueRun.Analyzers;

/// <summary>A family of rules. It runs only if QueueRun is referenced, on several threads, and normally not on generated code.</summary>
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

    /// <summary>Registers the actions of the family.</summary>
    private protected abstract void Register(CompilationStartAnalysisContext start, KnownTypes known);
}
