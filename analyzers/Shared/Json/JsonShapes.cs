using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis.Json;

/// <summary>Reads types as System.Text.Json would, for the generator and for the analyzers.</summary>
internal static class JsonShapes
{
    /// <summary>More types than any message has: a larger one is a part of the framework, sent by mistake.</summary>
    private const int MaxTypes = 300;

    private static readonly ConditionalWeakTable<Compilation, Known> s_known = new();

    /// <summary>Why JSON code cannot be emitted for a type; null if it can.</summary>
    public static JsonRefusal? Refusal(ITypeSymbol type, JsonUse use, Compilation compilation)
        => Read(type, use, compilation).Refusal;

    /// <summary>The type alone, as a message's own type.</summary>
    public static JsonReading Root(ITypeSymbol type, JsonUse use, Compilation compilation)
        => s_known.GetValue(compilation, static compilation => new(compilation)).Read(type, use, isRoot: true);

    /// <summary>The type alone, inside a message.</summary>
    public static JsonReading Inside(ITypeSymbol type, JsonUse use, Compilation compilation)
        => s_known.GetValue(compilation, static compilation => new(compilation)).Read(type, use, isRoot: false);

    /// <summary>The closure of a type, or why there is none.</summary>
    public static JsonShape Read(ITypeSymbol root, JsonUse use, Compilation compilation)
    {
        var known = s_known.GetValue(compilation, static compilation => new(compilation));
        return known.Shapes(use).TryGetValue(root, out var shape) ? shape : known.Shapes(use).GetOrAdd(root, Close(root, use, known));
    }

    private static JsonShape Close(ITypeSymbol root, JsonUse use, Known known)
    {
        var key = JsonNames.Key(root);
        JsonClosure closure = new(known.Read, root, MaxTypes);
        var refusal = closure.Add(root, use);
        return refusal is null
            ? new() { Root = key, Nullability = JsonNullability.Of(root), Types = closure.Models.ToEquatableArray() }
            : new() { Root = key, Refusal = refusal };
    }

    /// <summary>
    /// The results of one compilation: the same type is sent in many places, contained in many messages, and asked for by many rules.
    /// </summary>
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

        // Annotations count, because refusals show them.
        private static ConcurrentDictionary<ITypeSymbol, T> New<T>() => new(SymbolEqualityComparer.IncludeNullability);
    }
}
