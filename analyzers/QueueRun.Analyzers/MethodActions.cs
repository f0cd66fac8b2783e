using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using QueueRun.Analysis;

namespace QueueRun.Analyzers;

internal static class MethodActions
{
    /// <summary>Looks at every method that is marked, and at each once: of a partial one both parts are symbols, with the same attributes.</summary>
    public static void RegisterMethodAction(this CompilationStartAnalysisContext start, KnownTypes known, Action<IMethodSymbol, Action<Diagnostic>> look)
        => start.RegisterSymbolAction(symbol =>
        {
            if (symbol.Symbol is IMethodSymbol { PartialDefinitionPart: null } method && method.IsMarked(known)) look(method, symbol.ReportDiagnostic);
        }, SymbolKind.Method);
}
