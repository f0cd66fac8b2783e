using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis.Json;

/// <summary>Finds <c>object</c> and <c>dynamic</c> in messages: the type does not tell what is written there.</summary>
internal static class JsonUntyped
{
    /// <summary>Whether the type is <c>object</c> or <c>dynamic</c>, or a collection of these.</summary>
    public static bool Is(ITypeSymbol type, Compilation compilation)
    {
        // A class may be a collection of itself.
        HashSet<ITypeSymbol> seen = new(SymbolEqualityComparer.Default);
        for (var held = type; seen.Add(held); held = JsonCollection.Of(held, compilation)!.Element)
        {
            if (held.SpecialType == SpecialType.System_Object || held.TypeKind == TypeKind.Dynamic) return true;
            if (IsWrittenOtherwise(held, compilation) || JsonCollection.Of(held, compilation) is null) return false;
        }
        return false;
    }

    /// <summary>The path from a message to its first <c>object</c>: <c>Said.Data</c>; null if there is none.</summary>
    /// <remarks>Values that <c>[JsonExtensionData]</c> has collected came with a message: they are written unchanged.</remarks>
    public static string? PathIn(ITypeSymbol type, Compilation compilation)
    {
        var shape = JsonShapes.Read(type, JsonUse.Sent, compilation);
        if (!shape.Types.Any(model => model.Kind == JsonKind.Any)) return null;
        var models = shape.Types.ToDictionary(model => model.Name);
        HashSet<string> seen = [shape.Root];
        Queue<(string Name, string Path)> queue = new([(shape.Root, JsonNames.Display(type))]);
        while (queue.Count > 0)
        {
            var (name, path) = queue.Dequeue();
            if (models[name].Kind == JsonKind.Any) return path;
            foreach (var (next, segment) in Next(models[name]))
            {
                if (seen.Add(next)) queue.Enqueue((next, path + segment));
            }
        }
        return null;
    }

    private static IEnumerable<(string Name, string Segment)> Next(JsonTypeModel model)
        => model.Members.Where(member => !member.IsExtensionData && member.Converter is null && member.IsWritten).Select(member => (member.Type, "." + member.Name))
            .Concat(model.Derived.Concat(model.Cases.Select(unionCase => unionCase.Type)).Select(type => (type, "")))
            .Concat(model.Element is { } element ? [(element, model.Kind == JsonKind.Nullable ? "" : "[]")] : []);

    // In the order of JsonTypeReader's checks: only a type that nothing else writes is a collection.
    private static bool IsWrittenOtherwise(ITypeSymbol type, Compilation compilation)
        => JsonValues.IsValue(type) || JsonContexts.Of(compilation).Lists(type) || JsonConverters.Find(type) is not null;
}
