using Microsoft.CodeAnalysis;
using QueueRun.Analysis;
using QueueRun.Analysis.Json;

namespace QueueRun.Analyzers;

/// <summary>Reports why there is no JSON code for a type.</summary>
internal static class JsonReport
{
    public static void Refusal(JsonRefusal? refusal, ITypeSymbol type, Location? location, Action<Diagnostic> report)
    {
        if (refusal is null or { IsReported: true }) return;
        var name = JsonNames.Display(type);
        // A path of one step says no more than the reason does.
        var reason = refusal.Path == name ? refusal.Reason : $"{refusal.Path}: {refusal.Reason}";
        report(Diagnostic.Create(Descriptors.NoJson, location, name, reason, refusal.Cure));
    }

    /// <summary>Whether the declaration of the type itself is reported: whoever sends or receives it need not be.</summary>
    public static bool IsReportedAtType(ITypeSymbol type, KnownTypes known)
        => type is INamedTypeSymbol { IsGenericType: false }
            && SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, known.Compilation.Assembly)
            && type.Attribute(known.SocketMessage) is not null
            && JsonShapes.Refusal(type, JsonUse.Sent, known.Compilation) is not null;
}
