using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis.Json;

/// <summary>A type, and every type that can be reached from it.</summary>
/// <param name="read">Reads one type, given whether it is the message's own.</param>
/// <param name="root">The message's own type.</param>
/// <param name="maxTypes">The maximum number of types.</param>
internal sealed class JsonClosure(Func<ITypeSymbol, JsonUse, bool, JsonReading> read, ITypeSymbol root, int maxTypes)
{
    private readonly Queue<JsonStep> _perhaps = new();
    private Dictionary<string, JsonTypeModel> _models = [];
    private HashSet<(string, JsonUse)> _seen = [];

    /// <summary>The types reached, in that order.</summary>
    public IEnumerable<JsonTypeModel> Models => _models.Values;

    /// <summary>Adds a type and all types that it leads to. Returns the reason if that is not possible.</summary>
    public JsonRefusal? Add(ITypeSymbol type, JsonUse use)
    {
        if (Walk(type, use, isCertain: true) is { } refusal) return refusal;
        while (_perhaps.Count > 0)
        {
            var step = _perhaps.Dequeue();
            var (models, seen) = (new Dictionary<string, JsonTypeModel>(_models), new HashSet<(string, JsonUse)>(_seen));
            if (Walk(step.Type, step.Use, isCertain: false) is null) continue;
            (_models, _seen) = (models, seen);
            // A type that cannot be constructed can still be written.
            if (step.Use == JsonUse.Received) _perhaps.Enqueue(step with { Use = JsonUse.Sent });
        }
        return null;
    }

    // A class of .NET that is neither a value nor a collection. If a converter has a member of such a class, it hardly writes it.
    private static bool IsTool(ITypeSymbol type, JsonTypeModel model)
        => model is { Kind: JsonKind.Object, IsValueType: false } && type.Namespace()?.Split('.')[0] is "System" or "Microsoft";

    private JsonRefusal? Walk(ITypeSymbol from, JsonUse use, bool isCertain)
    {
        Queue<(ITypeSymbol Type, JsonUse Use, JsonPath Path)> queue = new();
        Enqueue(from, use, JsonPath.Of(from));
        while (queue.Count > 0)
        {
            var (type, as_, path) = queue.Dequeue();
            var reading = read(type, as_, type.Equals(root, SymbolEqualityComparer.Default));
            if (reading.Model is not { } model) return path.Refuse(type, reading.Refusal!);
            if (!isCertain && IsTool(type, model)) return new(path.Text, "", "");
            _models[model.Name] = model;
            if (_models.Count > maxTypes)
                return new(path.Text, $"'{JsonNames.Display(root)}' reaches more than {maxTypes} types by here", "send what the other side needs to know");
            // An example value of the type needs examples of all its arguments, even if no member is of their types.
            if (model is { IsAnonymousInside: true, Kind: not JsonKind.Anonymous } && type is INamedTypeSymbol generic)
            {
                foreach (var argument in generic.TypeArguments.Where(JsonNames.HasAnonymous)) Enqueue(argument, as_, path.Step(type, "[]"));
            }
            foreach (var next in reading.Next) Enqueue(next.Type, next.Use, path.Step(type, next.Segment));
            foreach (var step in reading.Perhaps) _perhaps.Enqueue(step);
        }
        return null;

        void Enqueue(ITypeSymbol type, JsonUse use, JsonPath path)
        {
            // A missing type may have the same name as an existing one: '@double'.
            if (_seen.Add((JsonNames.Key(type), use)) || type.TypeKind == TypeKind.Error) queue.Enqueue((type, use, path));
        }
    }
}
