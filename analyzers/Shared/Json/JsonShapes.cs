using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis.Json;

/// <summary>Reads types as System.Text.Json would: what generator and analyzers both judge by.</summary>
internal static class JsonShapes
{
    /// <summary>More than any message has: whoever comes here sends a piece of the framework.</summary>
    private const int MaxTypes = 300;

    private static readonly ConditionalWeakTable<Compilation, Known> s_known = new();

    /// <summary>Why JSON code cannot be emitted for a type; null where it can.</summary>
    public static JsonRefusal? Refusal(ITypeSymbol type, JsonUse use, Compilation compilation)
        => Read(type, use, compilation).Refusal;

    /// <summary>What a type is by itself, as the one that a message is made of.</summary>
    public static JsonReading Root(ITypeSymbol type, JsonUse use, Compilation compilation)
        => s_known.GetValue(compilation, static compilation => new(compilation)).Read(type, use, isRoot: true);

    /// <summary>The closure of a type, or why there is none.</summary>
    public static JsonShape Read(ITypeSymbol root, JsonUse use, Compilation compilation)
    {
        var known = s_known.GetValue(compilation, static compilation => new(compilation));
        return known.Shapes(use).TryGetValue(root, out var shape) ? shape : known.Shapes(use).GetOrAdd(root, Close(root, use, known));
    }

    private static JsonShape Close(ITypeSymbol root, JsonUse use, Known known)
    {
        var key = JsonNames.Key(root);
        Dictionary<string, JsonTypeModel> models = [];
        HashSet<(string, JsonUse)> seen = [(key, use)];
        Queue<(ITypeSymbol Type, JsonUse Use, string Path)> queue = new([(root, use, JsonNames.Display(root))]);
        while (queue.Count > 0)
        {
            var (type, as_, path) = queue.Dequeue();
            var reading = known.Read(type, as_, type.Equals(root, SymbolEqualityComparer.Default));
            if (reading.Model is not { } model)
            {
                var refusal = reading.Refusal!;
                return new() { Root = key, Refusal = refusal with { Path = path + refusal.Path } };
            }
            models[model.Name] = model;
            if (models.Count > MaxTypes)
            {
                return new()
                {
                    Root = key,
                    Refusal = new(path, $"'{JsonNames.Display(root)}' reaches more than {MaxTypes} types by here", "send what the other side needs to know"),
                };
            }
            // An example of the type needs examples of all its arguments, members of that type or not.
            if (model is { IsAnonymousInside: true, Kind: not JsonKind.Anonymous } && type is INamedTypeSymbol generic)
            {
                foreach (var argument in generic.TypeArguments.Where(JsonNames.HasAnonymous))
                {
                    if (seen.Add((JsonNames.Key(argument), as_))) queue.Enqueue((argument, as_, path + "[]"));
                }
            }
            foreach (var next in reading.Next)
            {
                if (seen.Add((JsonNames.Key(next.Type), next.Use))) queue.Enqueue((next.Type, next.Use, path + next.Segment));
            }
        }
        return new() { Root = key, Types = models.Values.ToEquatableArray() };
    }

    /// <summary>What was read of a compilation: one type is sent in many places, stands in many messages, and is asked for by many rules.</summary>
    private sealed class Known(Compilation compilation)
    {
        private readonly ConcurrentDictionary<ITypeSymbol, JsonShape>[] _shapes = [New<JsonShape>(), New<JsonShape>()];
        private readonly ConcurrentDictionary<ITypeSymbol, JsonReading>[] _readings = [New<JsonReading>(), New<JsonReading>(), New<JsonReading>(), New<JsonReading>()];

        public ConcurrentDictionary<ITypeSymbol, JsonShape> Shapes(JsonUse use) => _shapes[(int)use];

        public JsonReading Read(ITypeSymbol type, JsonUse use, bool isRoot)
        {
            var readings = _readings[((int)use * 2) + (isRoot ? 1 : 0)];
            return readings.TryGetValue(type, out var reading) ? reading : readings.GetOrAdd(type, JsonTypeReader.Read(type, use, isRoot, compilation));
        }

        // Annotations count: refusals show them.
        private static ConcurrentDictionary<ITypeSymbol, T> New<T>() => new(SymbolEqualityComparer.IncludeNullability);
    }
}
