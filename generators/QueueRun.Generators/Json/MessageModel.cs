using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>All messages of an assembly: their emitted code depends on this alone.</summary>
/// <remarks>Must stay equal by value: otherwise everything would be emitted again at each keystroke.</remarks>
internal sealed record MessageModel
{
    /// <summary>Every type that a message contains, in the ordinal order of names.</summary>
    public EquatableArray<JsonTypeModel> Types { get; init; }

    /// <summary>The sent types.</summary>
    public EquatableArray<string> Sent { get; init; }

    /// <summary>The received types: messages, properties of routes, jobs.</summary>
    public EquatableArray<string> Received { get; init; }

    /// <summary>The types for which JSON contracts are emitted.</summary>
    public EquatableArray<string> Contracts { get; init; }

    /// <summary>The program's own <c>JsonSerializerContext</c>s.</summary>
    public EquatableArray<string> Contexts { get; init; }

    /// <summary>Combines the shapes that were found in many places.</summary>
    /// <param name="received">The shapes of received types.</param>
    /// <param name="read">The shapes of other types that need a contract.</param>
    /// <param name="sent">The shapes of sent types.</param>
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
            // The value in a union is the message: a case with a marking property is written with it.
            roots.UnionWith(UnionWriter.Marked(types[shape.Root], types));
        }

        TypeGraph graph = new(types);
        contracts.UnionWith(graph.Reach(types.Values.Where(type => type.NeedsSerializer).Select(type => type.Name)));
        if (types.Values.Any(type => type.Kind == JsonKind.Any))
        {
            // A member of type 'object' may hold any sent type, and the basic types of JSON.
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

/// <summary>The usual types of values in <c>object</c>.</summary>
internal static class BasicTypes
{
    public static readonly IReadOnlyList<JsonTypeModel> All =
    [
        Value("bool", JsonValueType.Boolean, true),
        Value("decimal", JsonValueType.Decimal, true),
        Value("double", JsonValueType.Float64, true),
        Value("int", JsonValueType.Int32, true),
        Value("long", JsonValueType.Int64, true),
        Value("string", JsonValueType.String, false),
        Value("global::System.DateTime", JsonValueType.DateTime, true),
        Value("global::System.DateTimeOffset", JsonValueType.DateTimeOffset, true),
        Value("global::System.Guid", JsonValueType.Guid, true),
        Value("global::System.Text.Json.JsonElement", JsonValueType.Element, true),
    ];

    private static JsonTypeModel Value(string name, JsonValueType value, bool isValueType)
        => new() { Name = name, Kind = JsonKind.Value, Value = value, IsValueType = isValueType };
}
