using System.Text.Json.Nodes;

namespace QueueRun.Build;

/// <summary>Writes schemas as types of TypeScript.</summary>
/// <param name="contract">The document that the schemas are in.</param>
internal sealed class TypeWriter(Contract contract)
{
    private const string SchemaPath = "#/components/schemas/";

    private readonly SortedDictionary<string, JsonNode?> _named = new(StringComparer.Ordinal);

    /// <summary>The named schemas that were written so far, and all that they name.</summary>
    public IReadOnlyDictionary<string, JsonNode?> Named => _named;

    /// <summary>The type of a schema.</summary>
    public string Type(JsonNode? schema)
    {
        if (schema is not JsonObject found || found["x-queuerun-unknown"] is not null) return "unknown";
        if (found["$ref"]?.GetValue<string>() is { } reference) return Name(reference);
        if (found["const"] is { } constant) return Literal.Of(constant);
        if (found["enum"] is JsonArray values) return Union(values.Select(Literal.Of));
        if (found["anyOf"] is JsonArray variants && found["properties"] is null && found["allOf"] is null) return Variants(variants);
        if (found["type"] is JsonArray types) return Union(types.Select(type => Single(found, type!.GetValue<string>())));
        return found["type"] is { } only ? Single(found, only.GetValue<string>()) : Structured(found);
    }

    /// <summary>The type of a message, as a client gives it: without what the client fills in.</summary>
    public string Argument(ClientHandler handler)
    {
        if (handler.Kind is HandlerKind.Text) return "string";
        if (handler.Kind is HandlerKind.Bytes) return "ArrayBuffer | ArrayBufferView";
        if (handler.Payload is not JsonObject payload || (payload["properties"] is null && payload["allOf"] is null)) return Type(handler.Payload);

        var constants = new HashSet<string>(ClientModel.Constants(payload).Select(constant => constant.Key), StringComparer.Ordinal);
        var required = Required(payload);
        var properties = payload["properties"] as JsonObject ?? [];
        var parts = new List<string>();
        foreach (var part in payload["allOf"] as JsonArray ?? [])
        {
            var members = Members(part);
            var hidden = constants.Where(members.ContainsKey).ToList();
            var type = Type(part);
            parts.Add(hidden.Count == 0 ? Grouped(type) : $"Omit<{type}, {string.Join(" | ", hidden.Select(Literal.Of))}>");

            // A route asks for a member that the type alone would not.
            var asked = required.Where(name => !constants.Contains(name) && properties[name] is null && members.TryGetValue(name, out var isRequired) && !isRequired).ToList();
            if (asked.Count > 0) parts.Add($"{{ {string.Join("; ", asked.Select(name => $"{Literal.Property(name)}: NonNullable<{Grouped(type)}[{Literal.Of(name)}]>"))} }}");
        }

        var own = properties.Where(property => !constants.Contains(property.Key)).ToList();
        if (own.Count > 0) parts.Add(Inline(own, required, payload["additionalProperties"]));
        if (parts.Count == 0) return IsOpen(payload["additionalProperties"]) ? "Record<string, unknown>" : "Record<string, never>";
        return string.Join(" & ", parts);
    }

    /// <summary>Whether an object has further members, for which its schema has a word.</summary>
    public static bool IsOpen(JsonNode? additional) => additional is JsonObject || (additional as JsonValue)?.GetValue<bool>() is true;

    /// <summary>Declares a named schema.</summary>
    public void Declare(CodeText text, string name, JsonNode? schema, bool isDeclaration)
    {
        var type = TypeNames.Of(name);
        var found = schema as JsonObject ?? [];
        text.Comment(Notes(found, isProperty: false));
        if (found["properties"] is JsonObject properties && found["allOf"] is null && found["anyOf"] is null && found["type"] is JsonValue && found["additionalProperties"] is null)
        {
            text.Line($"export interface {type} {{");
            WriteProperties(text, properties, Required(found));
            text.Line("}");
        }
        else
        {
            text.Line($"export type {type} = {Type(found)};");
            if (found["enum"] is JsonArray values && found["x-queuerun-names"] is JsonArray names) DeclareValues(text, type, names, values, isDeclaration);
        }
    }

    /// <summary>An enum whose values are numbers has its names in an object of the same name.</summary>
    public static void DeclareValues(CodeText text, string type, JsonArray names, JsonArray values, bool isDeclaration)
    {
        var pairs = names.Zip(values, (name, value) => $"{Literal.Property(name!.GetValue<string>())}: {Literal.Of(value)}");
        if (isDeclaration) text.Line($"export declare const {type}: {{ readonly {string.Join("; readonly ", pairs)} }};");
        else text.Line($"export const {type} = {{ {string.Join(", ", pairs)} }} as const;");
    }

    /// <summary>What a reader should know of a value beyond its type.</summary>
    public static IEnumerable<string> Notes(JsonNode? schema, bool isProperty)
    {
        if (schema is not JsonObject found) yield break;
        if ((found["description"] ?? found["title"])?.GetValue<string>() is { } description) yield return description;
        var format = Formats.Note(found);
        if (format is not null) yield return format;
        if (found["x-queuerun-unknown"] is not null) yield return "JSON that a converter of the program writes and reads.";
        if (!isProperty && found["enum"] is null && found["x-queuerun-names"] is JsonArray names && found["x-queuerun-values"] is JsonArray values)
            yield return $"Flags: {string.Join(", ", names.Zip(values, (name, value) => $"{value} {name}"))}.";
        if (isProperty && found.ContainsKey("default")) yield return $"{Literal.Of(found["default"])} if it is missing.";
    }

    private string Name(string reference)
    {
        var schema = Contract.NameOf(reference);
        if (!reference.StartsWith(SchemaPath, StringComparison.Ordinal)) return "unknown";
        if (!_named.ContainsKey(schema))
        {
            _named[schema] = contract.Schemas[schema];
            Type(contract.Schemas[schema]); // for what it names in turn
        }

        return TypeNames.Of(schema);
    }

    private string Single(JsonObject schema, string type) => type switch
    {
        "integer" => "number",
        "array" => $"{Grouped(Type(schema["items"]))}[]",
        "object" => Structured(schema),
        _ => type, // string, number, boolean, null
    };

    private string Structured(JsonObject schema)
    {
        var parts = (schema["allOf"] as JsonArray ?? []).Select(part => Grouped(Type(part))).ToList();
        if (schema["anyOf"] is JsonArray variants) parts.Add($"({Variants(variants)})");
        if (schema["properties"] is JsonObject { Count: > 0 } properties) parts.Insert(0, Inline(properties, Required(schema), schema["additionalProperties"]));
        else if (schema["additionalProperties"] is JsonObject values) parts.Insert(0, Dictionary(schema, Type(values)));
        else if (parts.Count == 0) return schema["type"] is null ? "unknown" : "Record<string, unknown>";
        return string.Join(" & ", parts);
    }

    // Not Record: a type that has itself as a value would be circular.
    private static string Dictionary(JsonObject schema, string value)
        => schema["propertyNames"]?["enum"] is JsonArray names ? $"{{ [Name in {Union(names.Select(Literal.Of))}]?: {value} }}" : $"{{ [name: string]: {value} }}";

    private string Inline(IEnumerable<KeyValuePair<string, JsonNode?>> properties, HashSet<string> required, JsonNode? additional)
    {
        var members = properties.Select(property => $"{Literal.Property(property.Key)}{(required.Contains(property.Key) ? "" : "?")}: {Type(property.Value)}").ToList();
        if (IsOpen(additional)) members.Add("[name: string]: unknown");
        return $"{{ {string.Join("; ", members)} }}";
    }

    private void WriteProperties(CodeText text, JsonObject properties, HashSet<string> required)
    {
        foreach (var property in properties)
        {
            text.Comment(Notes(property.Value, isProperty: true), indent: 1);
            text.Line($"{Literal.Property(property.Key)}{(required.Contains(property.Key) ? "" : "?")}: {Type(property.Value)};", indent: 1);
        }
    }

    /// <summary>The members of an object, with whether each is required.</summary>
    private Dictionary<string, bool> Members(JsonNode? schema)
    {
        var members = new Dictionary<string, bool>(StringComparer.Ordinal);
        AddMembers(schema, members, 0);
        return members;
    }

    private void AddMembers(JsonNode? schema, Dictionary<string, bool> members, int depth)
    {
        if (depth > 20 || contract.Resolve(schema) is not JsonObject found) return;
        var required = Required(found);
        foreach (var property in found["properties"] as JsonObject ?? []) members[property.Key] = required.Contains(property.Key);
        foreach (var part in (found["allOf"] as JsonArray ?? []).Concat(found["anyOf"] as JsonArray ?? [])) AddMembers(part, members, depth + 1);
    }

    private static HashSet<string> Required(JsonObject schema)
        => new((schema["required"] as JsonArray ?? []).Select(name => name!.GetValue<string>()), StringComparer.Ordinal);

    /// <summary>One of them. Those without a discriminator say so: otherwise each variant would be one of them too.</summary>
    private string Variants(JsonArray variants)
    {
        var discriminator = variants.SelectMany(ClientModel.Constants).Select(constant => constant.Key).FirstOrDefault();
        return Union(variants.Select(variant => discriminator is null || variant?["properties"]?[discriminator] is not null || variant?["type"]?.ToString() is "null"
            ? Type(variant)
            : $"{Grouped(Type(variant))} & {{ {Literal.Property(discriminator)}?: never }}"));
    }

    private static string Union(IEnumerable<string> types)
    {
        var distinct = types.Distinct().ToList();
        return distinct.Count == 0 ? "never" : distinct.Contains("unknown") ? "unknown" : string.Join(" | ", distinct);
    }

    private static string Grouped(string type)
    {
        var depth = 0;
        for (var i = 0; i < type.Length; i++)
        {
            var letter = type[i];
            if (letter is '"') i = EndOfString(type, i);
            else if (letter is '{' or '<' or '(') depth++;
            else if (letter is '}' or '>' or ')') depth--;
            else if (depth == 0 && letter is '|' or '&') return $"({type})";
        }

        return type;
    }

    private static int EndOfString(string type, int start)
    {
        for (var i = start + 1; i < type.Length; i++)
        {
            if (type[i] is '\\') i++;
            else if (type[i] is '"') return i;
        }

        return type.Length;
    }
}
