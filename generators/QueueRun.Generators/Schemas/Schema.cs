using System.Text;

namespace QueueRun.Generators;

/// <summary>
/// A JSON Schema. It has only what draft-07 and 2020-12 both know: draft-07 is the default of AsyncAPI's schemas.
/// </summary>
/// <param name="Words">The keywords, each with its value as JSON, in the order in which they are written.</param>
/// <remarks>Must stay equal by value: it is a part of the contract, which is emitted again if it is unequal.</remarks>
internal sealed record Schema(EquatableArray<SchemaWord> Words)
{
    /// <summary>Any JSON value.</summary>
    public static readonly Schema Anything = new(EquatableArray<SchemaWord>.Empty);

    /// <summary>JSON that only a converter of the program knows.</summary>
    public static readonly Schema Unknown = Anything.With("x-queuerun-unknown", "true");

    public static readonly Schema Null = Of("null");

    /// <summary>Values of a type, as JSON Schema names it.</summary>
    public static Schema Of(string type) => Anything.With("type", JsonText.Quote(type));

    /// <summary>Values of a type, in a format.</summary>
    public static Schema Of(string type, string format) => Of(type).With("format", JsonText.Quote(format));

    /// <summary>A component's schema.</summary>
    public static Schema Ref(SchemaId id) => Anything.With("$ref", $"\"#/components/schemas/{id.Marker}\"");

    /// <summary>Values of any of these schemas.</summary>
    public static Schema AnyOf(IEnumerable<Schema> schemas)
    {
        var distinct = schemas.Distinct().ToList();
        return distinct.Count == 1 ? distinct[0]
            : distinct.Contains(Anything) ? Anything
            : Anything.With("anyOf", JsonText.Array(distinct.Select(schema => schema.ToString())));
    }

    /// <summary>An array with elements of a schema.</summary>
    public static Schema ArrayOf(Schema element) => element == Anything ? Of("array") : Of("array").With("items", element.ToString());

    /// <summary>The schema with one more keyword.</summary>
    public Schema With(string keyword, string json) => new(Words.Concat([new(keyword, json)]).ToEquatableArray());

    /// <summary>The schema with its description, if there is one.</summary>
    public Schema Described(string? description) => description is null ? this : With("description", JsonText.Quote(description));

    /// <summary>The value of a keyword; null without it.</summary>
    public string? this[string keyword] => Words.FirstOrDefault(word => word.Keyword == keyword)?.Json;

    /// <summary>The values of the schema, and null.</summary>
    public Schema OrNull()
    {
        if (this["type"] is null && this["$ref"] is null && this["anyOf"] is null) return this; // anything, or unknown
        if (this["type"] is { } type && this["enum"] is null && this["allOf"] is null)
        {
            return type.StartsWith("\"", StringComparison.Ordinal)
                ? new(Words.Select(word => word.Keyword == "type" ? word with { Json = type == "\"null\"" ? type : $"[{type},\"null\"]" } : word).ToEquatableArray())
                : type.Contains("\"null\"") ? this : AnyOf([this, Null]);
        }
        return AnyOf([this, Null]);
    }

    public override string ToString()
    {
        StringBuilder text = new("{");
        foreach (var word in Words)
        {
            if (text.Length > 1) text.Append(',');
            text.Append(JsonText.Quote(word.Keyword)).Append(':').Append(word.Json);
        }
        return text.Append('}').ToString();
    }
}

/// <summary>A keyword of a schema, with its value as JSON.</summary>
internal sealed record SchemaWord(string Keyword, string Json);
