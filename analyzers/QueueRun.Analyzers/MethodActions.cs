using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace QueueRun.Analyzers;

internal static class MethodActions
{
    /// <summary>Looks at every method once: of a partial one both parts are symbols, with the same attributes.</summary>
    public static void RegisterMethodAction(this CompilationStartAnalysisContext start, Action<IMethodSymbol, Action<Diagnostic>> look)
        => start.RegisterSymbolAction(symbol =>
        {
            if (symbol.Symbol is IMethodSymbol { PartialDefinitionPart: null } method) look(method, symbol.ReportDiagnostic);
        }, SymbolKind.Method);
}
