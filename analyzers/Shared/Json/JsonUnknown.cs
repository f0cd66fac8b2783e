using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis.Json;

/// <summary>Finds values in messages whose JSON only code of the program knows, so that no client can be told its shape.</summary>
internal static class JsonUnknown
{
    /// <summary>The path from a type to the first such value, and the reason; null if there is none, or the type is refused.</summary>
    public static (string Path, string Reason)? In(ITypeSymbol type, JsonUse use, Compilation compilation)
    {
        var shape = JsonShapes.Read(type, use, compilation);
        var models = shape.Types.ToDictionary(model => model.Name);
        HashSet<string> seen = [shape.Root];
        Queue<(string Name, string Path)> queue = new([(shape.Root, JsonNames.Display(type))]);
        while (queue.Count > 0 && shape.Refusal is null)
        {
            var (name, path) = queue.Dequeue();
            if (!models.TryGetValue(name, out var model)) continue;
            if (Reason(model) is { } reason) return (path, reason);
            foreach (var member in model.Members.Where(member => use == JsonUse.Sent ? member.IsWritten : member.Ignore is not (JsonIgnore.Always or JsonIgnore.WhenReading)))
            {
                if (member.IsExtensionData || member.Converter is { IsOfEnumNames: true }) continue;
                if (member.Converter is { } converter) return ($"{path}.{member.Name}", Reason(converter));
                Enqueue(member.Type, $"{path}.{member.Name}");
            }
            foreach (var derived in model.Derived.Concat(model.Cases.Select(unionCase => unionCase.Type))) Enqueue(derived, path);
            if (model.Element is { } element) Enqueue(element, model.Kind == JsonKind.Nullable ? path : path + "[]");

            void Enqueue(string next, string at)
            {
                if (seen.Add(next)) queue.Enqueue((next, at));
            }
        }
        return null;
    }

    private static string? Reason(JsonTypeModel model) => model switch
    {
        { Kind: JsonKind.Converter, Converter: { } converter } => Reason(converter),
        { Kind: JsonKind.Listed } => "a JsonSerializerContext lists its type, and may write it in any form",
        _ => null,
    };

    private static string Reason(JsonCustomConverter converter) => $"only its converter '{converter.Class!.Substring(converter.Class.LastIndexOf('.') + 1).Replace("global::", "")}' knows its JSON";
}
