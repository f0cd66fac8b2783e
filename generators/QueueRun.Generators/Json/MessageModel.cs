using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>All messages of an assembly: what is emitted for them follows from this alone.</summary>
/// <remarks>It must stay value-equal: whatever makes two readings of the same program differ emits everything again at each keystroke.</remarks>
internal sealed record MessageModel
{
    /// <summary>Every type that a message reaches, in ordinal order of the names.</summary>
    public EquatableArray<JsonTypeModel> Types { get; init; }

    /// <summary>The types that are messages sent.</summary>
    public EquatableArray<string> Sent { get; init; }

    /// <summary>The types that methods take: as messages, as properties of routes, as jobs.</summary>
    public EquatableArray<string> Received { get; init; }

    /// <summary>The types that JSON contracts are emitted for.</summary>
    public EquatableArray<string> Contracts { get; init; }

    /// <summary>The program's own <c>JsonSerializerContext</c>s.</summary>
    public EquatableArray<string> Contexts { get; init; }

    public bool IsEmpty => Sent.Count == 0 && Contracts.Count == 0 && Contexts.Count == 0;

    /// <summary>Puts what was found in many places together.</summary>
    /// <param name="received">The shapes of what methods take.</param>
    /// <param name="read">The shapes of what else wants a contract.</param>
    /// <param name="sent">The shapes of what is sent.</param>
    /// <param name="contexts">The names of the program's own contexts.</param>
    public static MessageModel Merge(
        IReadOnlyCollection<JsonShape> received, IEnumerable<JsonShape> read, IEnumerable<JsonShape> sent, IEnumerable<string> contexts)
    {
        Dictionary<string, JsonTypeModel> types = new(StringComparer.Ordinal);
        HashSet<string> contracts = new(StringComparer.Ordinal);
        HashSet<string> roots = new(StringComparer.Ordinal);
        foreach (var shape in received.Concat(read).Where(shape => shape.Refusal is null))
        {
            foreach (var type in shape.Types) types[type.Name] = type;
            contracts.UnionWith(shape.Types.Select(type => type.Name));
        }
        foreach (var shape in sent.Where(shape => shape.Refusal is null))
        {
            foreach (var type in shape.Types) types[type.Name] = type;
            roots.Add(shape.Root);
        }

        TypeGraph graph = new(types);
        contracts.UnionWith(graph.Reach(types.Values.Where(type => type.NeedsSerializer).Select(type => type.Name)));
        if (types.Values.Any(type => type.Kind == JsonKind.Any))
        {
            // Whatever is sent may stand where only 'object' is declared, and so may what JSON itself is made of.
            contracts.UnionWith(graph.Reach(roots));
            foreach (var basic in BasicTypes.All)
            {
                types[basic.Name] = basic;
                contracts.Add(basic.Name);
            }
        }
        contracts.RemoveWhere(name => types[name].Kind == JsonKind.Listed || types[name].IsAnonymousInside);
        return new()
        {
            Types = types.Values.OrderBy(type => type.Name, StringComparer.Ordinal).ToEquatableArray(),
            Sent = Sorted(roots),
            Received = Sorted(received.Where(shape => shape.Refusal is null).Select(shape => shape.Root).Distinct()),
            Contracts = Sorted(contracts),
            Contexts = Sorted(contexts.Distinct()),
        };
    }

    private static EquatableArray<string> Sorted(IEnumerable<string> names) => names.OrderBy(name => name, StringComparer.Ordinal).ToEquatableArray();
}

/// <summary>What <c>object</c> usually holds.</summary>
internal static class BasicTypes
{
    public static readonly IReadOnlyList<JsonTypeModel> All =
    [
        Value("bool", "Boolean", true),
        Value("decimal", "Decimal", true),
        Value("double", "Double", true),
        Value("int", "Int32", true),
        Value("long", "Int64", true),
        Value("string", "String", false),
        Value("global::System.DateTime", "DateTime", true),
        Value("global::System.DateTimeOffset", "DateTimeOffset", true),
        Value("global::System.Guid", "Guid", true),
        Value("global::System.Text.Json.JsonElement", "JsonElement", true),
    ];

    private static JsonTypeModel Value(string name, string converter, bool isValueType)
        => new() { Name = name, Kind = JsonKind.Value, Converter = converter + "Converter", IsValueType = isValueType };
}
