using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using QueueRun.Analysis;
using QueueRun.Analysis.Json;

namespace QueueRun.Analyzers;

/// <summary>Reports why there is no JSON code for a type.</summary>
internal static class JsonReport
{
    /// <summary>The diagnostic's property with the symbol to make internal.</summary>
    public const string Hidden = nameof(JsonRefusal.Hidden);

    /// <summary>The diagnostic's property with the type that a context could list.</summary>
    public const string Listable = nameof(JsonRefusal.Listable);

    public static void Refusal(JsonRefusal refusal, ITypeSymbol type, Location? location, Action<Diagnostic> report)
    {
        if (refusal.IsReported) return;
        var name = JsonNames.Display(type);
        // A path of one step adds nothing to the reason.
        var reason = refusal.Path == name ? refusal.Reason : $"{refusal.Path}: {refusal.Reason}";
        var properties = ImmutableDictionary<string, string?>.Empty.Add(Hidden, refusal.Hidden).Add(Listable, refusal.Listable);
        report(Diagnostic.Create(Descriptors.NoJson, location, properties, name, reason, refusal.Cure));
    }

    /// <summary>Reports the first place of type <c>object</c> in a sent or stored type.</summary>
    public static void Untyped(ITypeSymbol type, Location? location, Compilation compilation, Action<Diagnostic> report)
    {
        if (JsonUntyped.PathIn(type, compilation) is { } path) report(Diagnostic.Create(Descriptors.ObjectInside, location, path));
    }

    /// <summary>Whether the type's own declaration is reported: then its senders and receivers are not.</summary>
    public static bool IsReportedAtType(ITypeSymbol type, KnownTypes known)
        => type is INamedTypeSymbol { IsGenericType: false }
            && SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, known.Compilation.Assembly)
            && type.Attribute(known.SocketMessage) is not null
            && JsonShapes.Refusal(type, JsonUse.Sent, known.Compilation) is not null;
}
