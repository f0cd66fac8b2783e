using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using QueueRun.Analysis;

namespace QueueRun.Analyzers;

internal static class MethodActions
{
    /// <summary>
    /// Registers an action for every marked method, called once for each: both parts of a partial one are symbols with the same attributes.
    /// </summary>
    public static void RegisterMethodAction(this CompilationStartAnalysisContext start, KnownTypes known, Action<IMethodSymbol, Action<Diagnostic>> look)
        => start.RegisterSymbolAction(symbol =>
        {
            if (symbol.Symbol is IMethodSymbol { PartialDefinitionPart: null } method && method.IsMarked(known)) look(method, symbol.ReportDiagnostic);
        }, SymbolKind.Method);
}
