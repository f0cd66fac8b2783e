using System.Text.Json.Nodes;

namespace QueueRun.Build;

/// <summary>What kinds of values a schema has: simple ones, an array, objects.</summary>
internal sealed class SchemaShape
{
    private const int MaxDepth = 32;

    private static readonly string[] s_integers = ["int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "int128", "uint128"];

    private readonly Contract _contract;

    public SchemaShape(Contract contract, JsonNode? schema)
    {
        _contract = contract;
        Add(schema, 0);
    }

    /// <summary>Whether it has every value.</summary>
    public bool IsAnything { get; private set; }

    /// <summary>Types without members, with their format (<c>string:date</c>), and single values (<c>"Buy"</c>).</summary>
    public List<string> Simple { get; } = [];

    /// <summary>The schema of an array's items; null if it has no array.</summary>
    public JsonNode? Items { get; private set; }

    /// <summary>Objects.</summary>
    public List<ObjectShape> Objects { get; } = [];

    /// <summary>Whether it has more than one kind of values.</summary>
    public bool HasSeveral => Simple.Count + Objects.Count + (Items is null ? 0 : 1) > 1;

    public bool IsSame(SchemaShape other) => Simple.SequenceEqual(other.Simple) && Objects.Count == other.Objects.Count && Items is null == other.Items is null;

    /// <summary>Whether it has a simple value, or all values of a simple type.</summary>
    public bool Takes(string value) => Simple.Any(type => type == value || Includes(type, value));

    /// <summary>The object that another one must be compared with.</summary>
    public ObjectShape? Match(ObjectShape other)
    {
        var marks = string.Join(",", other.Marks);
        return Objects.Find(one => string.Join(",", one.Marks) == marks) ?? (Objects.Count == 1 && !Objects[0].Marks.Any() ? Objects[0] : null);
    }

    public override string ToString()
    {
        if (IsAnything) return "any JSON";
        var kinds = Simple.Select(Describe).Concat(Items is null ? [] : ["an array"]).Concat(Objects.Select(one => one.ToString())).Distinct();
        return string.Join(" or ", kinds);
    }

    private void Add(JsonNode? schema, int depth)
    {
        if (depth > MaxDepth || _contract.Resolve(schema) is not JsonObject found || found["x-queuerun-unknown"] is not null) IsAnything = true;
        else if (found["const"] is { } constant) Simple.Add(Literal.Of(constant));
        else if (found["enum"] is JsonArray values) Simple.AddRange(values.Select(Literal.Of));
        else if (IsObject(found)) Objects.AddRange(ObjectsOf(found, depth));
        else if (found["anyOf"] is JsonArray variants) AddAll(variants, depth);
        else if (found["type"] is JsonArray types) foreach (var type in types) AddType(found, type!.GetValue<string>(), depth);
        else if (found["type"]?.GetValue<string>() is { } only) AddType(found, only, depth);
        else IsAnything = true;
    }

    private void AddAll(JsonArray schemas, int depth)
    {
        foreach (var schema in schemas) Add(schema, depth + 1);
    }

    private void AddType(JsonObject schema, string type, int depth)
    {
        if (type == "array") Items = schema["items"] ?? new JsonObject();
        else if (type == "object") Objects.AddRange(ObjectsOf(schema, depth));
        else Simple.Add(type is "null" or "boolean" ? type : type + Constraint(schema));
    }

    private static string Constraint(JsonObject schema)
    {
        var format = (schema["format"] ?? schema["contentEncoding"])?.GetValue<string>();
        var length = (schema["minLength"], schema["maxLength"]) is (null, null) ? "" : $"|{schema["minLength"]}..{schema["maxLength"]}";
        return (format is null ? "" : $":{format}") + length;
    }

    private static bool IsObject(JsonObject schema) => schema["properties"] is not null || schema["allOf"] is not null;

    /// <summary>What an object and the parts that it consists of say together: several, if a part is one of several.</summary>
    private List<ObjectShape> ObjectsOf(JsonObject schema, int depth)
    {
        var own = new ObjectShape();
        foreach (var property in schema["properties"] as JsonObject ?? []) own.Members[property.Key] = property.Value;
        foreach (var name in schema["required"] as JsonArray ?? []) own.Required.Add(name!.GetValue<string>());
        if (schema["additionalProperties"] is JsonObject values) own.Values = values;
        else if (schema["additionalProperties"] is JsonValue open && open.TryGetValue<bool>(out var isOpen)) own.IsClosed = !isOpen;

        List<ObjectShape> all = [own];
        foreach (var part in schema["allOf"] as JsonArray ?? []) all = [.. from one in all from other in Parts(part, depth) select one.With(other)];
        if (schema["anyOf"] is JsonArray variants) all = [.. from one in all from variant in variants from other in Parts(variant, depth) select one.With(other)];
        return all;
    }

    private List<ObjectShape> Parts(JsonNode? part, int depth)
    {
        if (depth > MaxDepth || _contract.Resolve(part) is not JsonObject found) return [new()];
        if (found["anyOf"] is JsonArray variants && !IsObject(found)) return [.. variants.SelectMany(variant => Parts(variant, depth + 1))];
        return ObjectsOf(found, depth + 1);
    }

    /// <summary>Whether a type has all values of another type, or a single value.</summary>
    private static bool Includes(string type, string value)
    {
        var (kind, format, min, max) = Split(type);
        if (value.Length == 0) return false;
        if (value[0] is '"') return kind == "string" && format.Length == 0 && min == 0 && max is null;
        if (value is "true" or "false") return kind == "boolean";
        if (value[0] is '-' or (>= '0' and <= '9')) return kind is "integer" or "number";

        var (otherKind, otherFormat, otherMin, otherMax) = Split(value);
        if (kind == "number" && otherKind is "number" or "integer") return true; // to a client a number is a number
        if (kind != otherKind) return false;
        if (kind == "integer") return IntegerIncludes(format, otherFormat);
        return (format.Length == 0 || format == otherFormat || (format, otherFormat) is ("iso-date-time", "date-time"))
            && min <= otherMin && (max is null || otherMax <= max);
    }

    private static bool IntegerIncludes(string format, string other)
    {
        if (format.Length == 0 || format == other) return true;
        var (size, otherSize) = (Array.IndexOf(s_integers, format), Array.IndexOf(s_integers, other));
        return size >= 0 && otherSize >= 0 && otherSize < size && (format[0] != 'u' || other[0] == 'u');
    }

    private static (string Kind, string Format, int Min, int? Max) Split(string type)
    {
        var parts = type.Split('|');
        var names = parts[0].Split(':');
        var (min, max) = (0, (int?)null);
        if (parts.Length > 1)
        {
            var ends = parts[1].Split([".."], StringSplitOptions.None);
            if (int.TryParse(ends[0], out var least)) min = least;
            if (int.TryParse(ends[1], out var most)) max = most;
        }

        return (names[0], names.Length > 1 ? names[1] : "", min, max);
    }

    /// <summary>A simple type or a single value, for people.</summary>
    public static string Describe(string type)
    {
        if (type is "" or "null" or "boolean" || type[0] is '"' or '-' or (>= '0' and <= '9')) return type;
        var (kind, format, min, max) = Split(type);
        var length = min > 0 && max is null ? " that is not empty" : max is null ? "" : $" of at most {max} characters";
        return (format.Length == 0 ? kind : $"{kind} ({format})") + length;
    }
}
