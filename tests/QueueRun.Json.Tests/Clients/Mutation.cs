using System.Text.Json;
using System.Text.Json.Nodes;
using QueueRun.Build;

namespace QueueRun.Json.Tests.Clients;

/// <summary>A value of a shape with one thing changed.</summary>
/// <param name="Kind">What was done.</param>
/// <param name="Place">Where.</param>
/// <param name="Put">What stands there now, as JSON; null where it is the kind that says it.</param>
/// <param name="Json">The whole value.</param>
internal sealed record Mutation(MutationKind Kind, Place Place, string? Put, string Json)
{
    private static readonly JsonNode?[] s_others = [1, "x", true, new JsonArray(), new JsonObject()];

    /// <summary>Everything that is tried with a value: with members of a type that is there several times, only once.</summary>
    public static IEnumerable<Mutation> Of(Contract contract, JsonNode? schema, JsonNode? root)
        => All(contract, schema, root).DistinctBy(mutation => (mutation.Kind, mutation.Put, mutation.Place.Name, mutation.Place.Schema, mutation.Place.Parent));

    private static IEnumerable<Mutation> All(Contract contract, JsonNode? schema, JsonNode? root)
    {
        foreach (var place in Place.Of(contract, schema, root))
        {
            foreach (var (kind, value) in Replacements(contract, place)) yield return new(kind, place, Text(value), Text(Place.With(root, place.Path, _ => value?.DeepClone())));
            if (place.Value is JsonObject members)
            {
                yield return new(MutationKind.UnknownMember, place, null, Text(Place.With(root, place.Path, node => { node!["unheardOf"] = 1; return node; })));
                foreach (var (name, value) in members)
                {
                    Place member = new([.. place.Path, name], null, value, place.Schema);
                    yield return new(MutationKind.Missing, member, null, Text(Place.With(root, place.Path, node => { node!.AsObject().Remove(name); return node; })));
                    if (name.ToUpperInvariant() is var upper && upper != name && !members.ContainsKey(upper))
                        yield return new(MutationKind.OtherCase, member, null, Text(Place.With(root, place.Path, node => { node!.AsObject().Remove(name); node[upper] = value?.DeepClone(); return node; })));
                }
            }
            else if (place.Value is JsonArray)
            {
                yield return new(MutationKind.NullItem, place, null, Text(Place.With(root, place.Path, node => { node!.AsArray().Add(null); return node; })));
            }
        }
    }

    private static IEnumerable<(MutationKind Kind, JsonNode? Value)> Replacements(Contract contract, Place place)
    {
        var kind = place.Value?.GetValueKind() ?? JsonValueKind.Null;
        if (kind is not JsonValueKind.Null) yield return (MutationKind.Null, null);
        foreach (var other in s_others)
        {
            var otherKind = other!.GetValueKind();
            if (otherKind != kind && !(otherKind is JsonValueKind.True && kind is JsonValueKind.False)) yield return (MutationKind.OtherType, other);
        }

        if (kind is JsonValueKind.Number)
        {
            yield return (MutationKind.NumberInString, place.Value!.ToJsonString());
            yield return (MutationKind.Fraction, 1.5);
            yield return (MutationKind.OutOfRange, 1e40);
            yield return (MutationKind.OutOfRange, -1);
            if (place.Keyword(contract, "enum") is not null) yield return (MutationKind.UnknownValue, 113);
        }
        else if (kind is JsonValueKind.String)
        {
            yield return (MutationKind.OtherText, "nobody knows");
            if (place.Keyword(contract, "enum") is not null) yield return (MutationKind.OtherCase, place.Value!.GetValue<string>().ToUpperInvariant());
        }
    }

    private static string Text(JsonNode? node) => node?.ToJsonString() ?? "null";
}
