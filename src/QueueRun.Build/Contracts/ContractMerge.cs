using System.Text.Json.Nodes;

namespace QueueRun.Build;

/// <summary>Adds the contracts of referenced assemblies to that of the program.</summary>
internal static class ContractMerge
{
    /// <summary>One contract of all.</summary>
    /// <param name="own">The program's, which is changed; null if the program has none.</param>
    /// <param name="others">Those of the assemblies that it references.</param>
    /// <returns>The whole; null if there is none at all.</returns>
    /// <exception cref="FormatException">Two assemblies give one name to two handlers.</exception>
    public static Contract? All(Contract? own, IEnumerable<Contract> others)
    {
        foreach (var other in others.OrderBy(other => other.Title, StringComparer.Ordinal))
        {
            if (own is null) own = other;
            else Add(own, other);
        }

        if (own is not null) Sort(own);
        return own;
    }

    private static void Add(Contract whole, Contract other)
    {
        RenameSchemas(whole, other);
        foreach (var schema in other.Schemas) whole.Schemas[schema.Key] ??= schema.Value?.DeepClone();
        foreach (var operation in other.Operations)
        {
            if (whole.Operations[operation.Key] is not { } known)
                whole.Operations[operation.Key] = operation.Value?.DeepClone();
            else if (!AreEqual(whole, known, other, operation.Value))
                throw new FormatException(Clash(operation.Key, whole.Title, other.Title));
        }

        foreach (var channel in other.Channels)
        {
            if (whole.Channels[channel.Key] is not JsonObject known) whole.Channels[channel.Key] = channel.Value?.DeepClone();
            else AddMessages(whole, known, other, channel.Value?["messages"] as JsonObject ?? []);
        }
    }

    private static void AddMessages(Contract whole, JsonObject channel, Contract other, JsonObject added)
    {
        if (channel["messages"] is not JsonObject messages) channel["messages"] = messages = [];
        foreach (var message in added)
        {
            if (messages[message.Key] is not { } known) messages[message.Key] = message.Value?.DeepClone();
            else if (!JsonNode.DeepEquals(known, message.Value)) throw new FormatException(Clash(message.Key, whole.Title, other.Title));
        }
    }

    private static string Clash(string key, string first, string second)
        => $"{first} and {second} both have \"{NameOf(key)}\", and these differ. Give one of them another name: [SocketHandler(Name = \"…\")]";

    private static string NameOf(string key) => key.Substring(key.LastIndexOf('.') + 1);

    /// <summary>Two operations are the same only if their messages are too.</summary>
    private static bool AreEqual(Contract whole, JsonNode known, Contract other, JsonNode? operation)
        => JsonNode.DeepEquals(known, operation) && Messages(whole, known).SequenceEqual(Messages(other, operation), NodeComparer.Instance);

    private static IEnumerable<JsonNode?> Messages(Contract contract, JsonNode? operation)
        => (operation?["messages"] as JsonArray ?? []).Concat(operation?["reply"]?["messages"] as JsonArray ?? []).Select(contract.Resolve);

    /// <summary>A schema whose name the whole has for another one gets the assembly's name behind its own.</summary>
    private static void RenameSchemas(Contract whole, Contract other)
    {
        var renamed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var schema in other.Schemas)
            if (whole.Schemas[schema.Key] is { } known && !JsonNode.DeepEquals(known, schema.Value)) renamed[schema.Key] = NewName(schema.Key);
        if (renamed.Count == 0) return;

        // Whatever refers to a renamed schema differs from then on, and may have to be renamed too.
        bool more;
        do
        {
            more = false;
            foreach (var schema in other.Schemas)
            {
                if (renamed.ContainsKey(schema.Key) || whole.Schemas[schema.Key] is null || !RefersTo(schema.Value, renamed)) continue;
                renamed[schema.Key] = NewName(schema.Key);
                more = true;
            }
        }
        while (more);

        Rewrite(other.Root, renamed);
        foreach (var name in renamed)
        {
            var schema = other.Schemas[name.Key];
            other.Schemas.Remove(name.Key);
            other.Schemas[name.Value] = schema;
        }

        string NewName(string key)
        {
            var assembly = new string([.. other.Title.Select(letter => char.IsLetterOrDigit(letter) ? letter : '_')]);
            var name = $"{key}_{assembly}";
            while (whole.Schemas[name] is not null || other.Schemas[name] is not null) name += "_";
            return name;
        }
    }

    private static bool RefersTo(JsonNode? node, Dictionary<string, string> names) => node switch
    {
        JsonObject item => (Reference(item) is { } name && names.ContainsKey(name)) || item.Any(property => RefersTo(property.Value, names)),
        JsonArray items => items.Any(item => RefersTo(item, names)),
        _ => false,
    };

    private static void Rewrite(JsonNode? node, Dictionary<string, string> names)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items) Rewrite(item, names);
        }
        else if (node is JsonObject found)
        {
            if (Reference(found) is { } name && names.TryGetValue(name, out var other)) found["$ref"] = SchemaPath + other;
            foreach (var property in found.ToList()) Rewrite(property.Value, names);
        }
    }

    private const string SchemaPath = "#/components/schemas/";

    private static string? Reference(JsonObject schema)
        => schema["$ref"] is JsonValue value && value.TryGetValue<string>(out var path) && path.StartsWith(SchemaPath, StringComparison.Ordinal)
            ? Contract.NameOf(path)
            : null;

    private static void Sort(Contract contract)
    {
        foreach (var channel in contract.Channels)
            if (channel.Value?["messages"] is JsonObject messages) Sort(messages);
        Sort(contract.Channels);
        Sort(contract.Operations);
        Sort(contract.Schemas);
    }

    private static void Sort(JsonObject section)
    {
        var sorted = section.OrderBy(entry => entry.Key, StringComparer.Ordinal).ToList();
        section.Clear();
        foreach (var entry in sorted) section.Add(entry.Key, entry.Value);
    }

    private sealed class NodeComparer : IEqualityComparer<JsonNode?>
    {
        public static NodeComparer Instance { get; } = new();

        public bool Equals(JsonNode? x, JsonNode? y) => JsonNode.DeepEquals(x, y);

        public int GetHashCode(JsonNode? node) => 0;
    }
}
