using System.Text.Json.Nodes;
using QueueRun.Build;

namespace QueueRun.Json.Tests.Clients;

/// <summary>A value of a shape: the types that it should have in TypeScript, and the calls that carry it.</summary>
internal sealed class EchoCheck
{
    private EchoCheck(string json) => Json = json;

    /// <summary>The value.</summary>
    public string Json { get; }

    /// <summary>What was done to it; null for a value as C# makes it.</summary>
    public Mutation? Mutation { get; private init; }

    /// <summary>Where it is the number of a listed value: C# itself makes it.</summary>
    public int? Index { get; private init; }

    /// <summary>Types of TypeScript, and whether the value may have no member that the type does not name.</summary>
    public IReadOnlyList<(string Type, bool IsFresh)> Types { get; private init; } = [];

    /// <summary>The calls.</summary>
    public IReadOnlyList<EchoCall> Calls { get; private init; } = [];

    /// <summary>What the compiler of TypeScript says against it.</summary>
    public List<string> Refusals { get; } = [];

    /// <summary>Whether the compiler of TypeScript accepts it.</summary>
    public bool IsTyped => Refusals.Count == 0;

    /// <summary>Whether the server reads it.</summary>
    public bool IsRead => Calls.All(call => call.Error is null);

    /// <summary>All checks of a shape: its values as they are sent and as they are received, and changed ones.</summary>
    public static IEnumerable<EchoCheck> Of(EchoProgram program, Shape shape)
    {
        if (shape.IsAnonymous)
        {
            yield return new("") { Index = 0, Calls = [new($"show{shape.Name}", null, "*")] };
            yield break;
        }

        var values = program.Values(shape.Name);
        var type = values.GetType().GetElementType()!;
        var texts = values.Cast<object?>().Select(value => Written(type, value)).ToList();
        foreach (var (i, json) in texts.Index().Where(text => Corpus.IsJson(text.Item)))
        {
            yield return new(json)
            {
                Index = i,
                Types = [.. Has($"give{shape.Name}") ? [($"Answer<\"give{shape.Name}\">", true)] : ((string, bool)[])[], ($"Told<\"{shape.Name}\">", true)],
                Calls = [.. Existing(new($"give{shape.Name}", $$"""{"index":{{i}}}"""), new($"show{shape.Name}", $$"""{"index":{{i}}}""", shape.Name))],
            };
        }

        if (shape.SentOnly) yield break;
        var (echo, tell, take) = ($"echo{shape.Name}", $"tell{shape.Name}", $"take{shape.Name}");
        var given = $"Given<\"{tell}\">";
        foreach (var json in texts.Where(Corpus.IsJson))
        {
            var isObject = json.StartsWith('{') && Has(take) && HasMembers(program.Contract, take);
            yield return new(json)
            {
                Types = [(given, false), .. isObject ? [($"Taken<\"{take}\">", false)] : ((string, bool)[])[]],
                Calls = [.. Existing(new(echo, Wrapped(json)), new(tell, Wrapped(json), shape.Name)), .. isObject ? [new(take, json)] : (EchoCall[])[]],
            };
        }

        var schema = SchemaOf(program.Contract, tell);
        foreach (var mutation in texts.Where(json => Corpus.IsJson(json) && json != "null" && JsonEquality.IsExact(json)).Take(1).SelectMany(json => Mutation.Of(program.Contract, schema, JsonNode.Parse(json, documentOptions: new() { AllowDuplicateProperties = false }))).DistinctBy(mutation => mutation.Json))
            yield return new(mutation.Json) { Mutation = mutation, Types = [(given, false)], Calls = [Has(echo) ? new(echo, Wrapped(mutation.Json)) : new(tell, Wrapped(mutation.Json), shape.Name)] };

        // Of a list of objects, whose values nobody knows, no handler is made that returns it.
        bool Has(string handler) => program.Contract.Operations.ContainsKey($"receive.{handler}");
        IEnumerable<EchoCall> Existing(params IEnumerable<EchoCall> calls) => calls.Where(call => Has(call.Handler));
    }

    private static string Wrapped(string json) => $$"""{"value":{{json}}}""";

    private static string Written(Type type, object? value)
    {
        try
        {
            return System.Text.Json.JsonSerializer.Serialize(value, type, LoadedProgram.Reflected);
        }
        catch (Exception error) when (error is System.Text.Json.JsonException or NotSupportedException or InvalidOperationException or ArgumentException)
        {
            return error.GetType().Name;
        }
    }

    /// <summary>The schema of the value that a handler takes.</summary>
    private static JsonObject? SchemaOf(Contract contract, string handler) => Place.Members(contract, PayloadOf(contract, handler), null)["value"];

    /// <summary>Whether a message of a handler is an object with members. The entries of a dictionary would have to be of the types of the route and the reference.</summary>
    private static bool HasMembers(Contract contract, string handler)
        => contract.Resolve(PayloadOf(contract, handler)["allOf"]?[0] ?? PayloadOf(contract, handler)) is JsonObject found
            && found["x-queuerun-unknown"] is null && (found["type"] is not JsonValue || found["additionalProperties"] is not JsonObject);

    private static JsonObject PayloadOf(Contract contract, string handler)
        => (JsonObject)contract.Resolve(contract.Operations[$"receive.{handler}"]?["messages"]?[0])!["payload"]!;
}
