using System.Text.Json;
using System.Text.Json.Nodes;

namespace QueueRun.Build;

/// <summary>The contract of an assembly or a program: an AsyncAPI 3.0 document.</summary>
internal sealed class Contract
{
    /// <summary>The version of the document's shape that this task knows.</summary>
    private const int KnownVersion = 1;

    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 256 };

    private Contract(JsonObject root) => Root = root;

    /// <summary>The document.</summary>
    public JsonObject Root { get; }

    /// <summary>The name of the assembly.</summary>
    public string Title => Root["info"]?["title"]?.GetValue<string>() ?? "";

    public JsonObject Channels => Section("channels");

    public JsonObject Operations => Section("operations");

    public JsonObject Schemas
    {
        get
        {
            if (Root["components"] is not JsonObject components) Root["components"] = components = [];
            if (components["schemas"] is not JsonObject schemas) components["schemas"] = schemas = [];
            return schemas;
        }
    }

    /// <summary>Reads a document.</summary>
    /// <exception cref="FormatException">It is no contract, or a newer QueueRun has written it.</exception>
    public static Contract Parse(string json)
    {
        JsonNode? node;
        try
        {
            node = JsonNode.Parse(json, documentOptions: s_options);
        }
        catch (JsonException error)
        {
            throw new FormatException($"it is not JSON: {error.Message}");
        }

        if (node is not JsonObject root || root["x-queuerun-contract"] is not JsonValue value || !value.TryGetValue<int>(out var version))
            throw new FormatException("it has no \"x-queuerun-contract\"");
        if (version != KnownVersion)
            throw new FormatException($"its \"x-queuerun-contract\" is {version}, and this version of QueueRun reads {KnownVersion}");
        return new(root);
    }

    /// <summary>The names of its endpoints, without the one that has no name.</summary>
    public IEnumerable<string> Endpoints => Channels.Select(channel => channel.Value?["x-queuerun-endpoint"]?.GetValue<string>()).OfType<string>();

    /// <summary>The schema that a reference names, and what it names in turn; a schema without a reference itself.</summary>
    public JsonNode? Resolve(JsonNode? schema)
    {
        for (var steps = 0; schema is JsonObject found && found["$ref"]?.GetValue<string>() is { } reference; steps++)
        {
            if (steps > 100) throw new FormatException($"\"{reference}\" refers to itself");
            schema = Follow(reference) ?? throw new FormatException($"\"{reference}\" is missing");
        }

        return schema;
    }

    /// <summary>The last name of a reference.</summary>
    public static string NameOf(string reference) => Unescape(reference.Substring(reference.LastIndexOf('/') + 1));

    private JsonNode? Follow(string reference)
    {
        JsonNode? node = Root;
        foreach (var part in reference.TrimStart('#').Split('/').Skip(1)) node = (node as JsonObject)?[Unescape(part)];
        return node;
    }

    private JsonObject Section(string name)
    {
        if (Root[name] is not JsonObject section) Root[name] = section = [];
        return section;
    }

    private static string Unescape(string part) => part.Replace("~1", "/").Replace("~0", "~");
}
