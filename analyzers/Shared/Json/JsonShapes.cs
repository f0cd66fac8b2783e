using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis.Json;

/// <summary>Reads types as System.Text.Json would: what generator and analyzers both judge by.</summary>
internal static class JsonShapes
{
    /// <summary>More than any message has: whoever comes here sends a piece of the framework.</summary>
    private const int MaxTypes = 300;

    /// <summary>Why JSON code cannot be emitted for a type; null where it can.</summary>
    public static JsonRefusal? Refusal(ITypeSymbol type, JsonUse use, Compilation compilation)
        => KnownTypes.Of(compilation).Refusals.GetOrAdd(new(type, use), key => Read(key.Type, key.Use, compilation).Refusal);

    /// <summary>The closure of a type, or why there is none.</summary>
    public static JsonShape Read(ITypeSymbol root, JsonUse use, Compilation compilation)
    {
        var key = JsonNames.Key(root);
        Dictionary<string, JsonTypeModel> models = [];
        HashSet<(string, JsonUse)> seen = [(key, use)];
        Queue<(ITypeSymbol Type, JsonUse Use, string Path)> queue = new([(root, use, JsonNames.Display(root))]);
        while (queue.Count > 0)
        {
            var (type, as_, path) = queue.Dequeue();
            var reading = JsonTypeReader.Read(type, as_, type.Equals(root, SymbolEqualityComparer.Default), compilation);
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
}
