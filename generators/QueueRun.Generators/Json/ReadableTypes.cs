using System.Runtime.CompilerServices;
using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>
/// Decides which types an emitted reader reads itself: those without unusual features. This is a list of types known to be right; the
/// serializer reads all others.
/// </summary>
internal sealed class ReadableTypes
{
    /// <summary>The maximum number of members that can be set: each has a bit.</summary>
    public const int MaxMembers = 64;

    private const string Generic = "global::System.Collections.Generic.";

    /// <summary>The results per model: after an edit, most models are the same objects.</summary>
    private static readonly ConditionalWeakTable<JsonTypeModel, object> s_ordinary = new();

    private readonly Dictionary<string, JsonTypeModel> _types;
    private readonly Dictionary<string, bool> _direct = [];
    private readonly IReadOnlyDictionary<string, string> _ids;
    private readonly IReadOnlyList<JsonTypeModel> _emitted; // messages and the types inside them, except values

    /// <param name="model">The messages.</param>
    /// <param name="ids">The types' parts in the names of emitted members.</param>
    public ReadableTypes(MessageModel model, IReadOnlyDictionary<string, string> ids)
    {
        _ids = ids;
        _types = model.Types.ToDictionary(type => type.Name);
        Roots = [.. model.Received.Where(name => IsDirect(_types[name]))];
        HashSet<string> reached = [.. Reach(Roots)];
        _emitted = [.. model.Types.Where(type => reached.Contains(type.Name) && type.Kind != JsonKind.Value)];
    }

    /// <summary>The types whose readers the module names.</summary>
    public IReadOnlyList<string> Roots { get; }

    public JsonTypeModel this[string name] => _types[name];

    /// <summary>The method that reads a type. Each has its own name, because the compiler is slow with a thousand overloads.</summary>
    public string Method(string name) => _types[name].Kind == JsonKind.Value ? ReaderValues.Method(_types[name])! : $"TryRead{_ids[name]}";

    /// <summary>The same, for code outside <c>MessageReaders</c>.</summary>
    public string Reader(string name) => _types[name].Kind == JsonKind.Value ? Method(name) : $"MessageReaders.{Method(name)}";

    /// <summary>Every type with an emitted reader, messages first.</summary>
    public IReadOnlyCollection<ReadType> ReadAll()
    {
        HashSet<string> messages = [.. Roots];
        return [.. _emitted.OrderBy(type => messages.Contains(type.Name) ? 0 : 1).Select(type => new ReadType(type, _ids[type.Name], messages.Contains(type.Name), Methods(type)))];
    }

    private EquatableArray<ReaderMethod> Methods(JsonTypeModel type)
        => Inside(type).Distinct().Where(name => IsDirect(_types[name])).Select(name => new ReaderMethod(name, Method(name))).ToEquatableArray();

    /// <summary>Whether emitted code reads the type itself. The serializer may still read types inside it.</summary>
    private bool IsDirect(JsonTypeModel type)
    {
        if (!_direct.TryGetValue(type.Name, out var known)) _direct[type.Name] = known = Judge(type);
        return known;
    }

    private bool Judge(JsonTypeModel type)
        => !type.NeedsSerializer && !type.IsAnonymousInside && !type.HasHandling && type.Kind switch
        {
            JsonKind.Value => ReaderValues.Method(type) is not null,
            JsonKind.Enum => true,
            JsonKind.Nullable => IsDirect(_types[type.Element!]),
            JsonKind.Collection => Taking(type) is not null,
            JsonKind.Dictionary => IsStringDictionary(type),
            JsonKind.Object => (bool)s_ordinary.GetValue(type, static type => IsOrdinary(type)),
            _ => false,
        };

    /// <summary>Whether JSON can set the member, by the constructor or by its setter.</summary>
    public static bool IsRead(JsonMember member)
        => member.Setter != JsonSetter.None && member.Ignore is not (JsonIgnore.Always or JsonIgnore.WhenReading);

    /// <summary>The member whose value the constructor's parameter receives.</summary>
    public static JsonMember? Of(JsonParameter parameter, JsonTypeModel type) => type.Members.FirstOrDefault(member => Matches(parameter, member));

    /// <summary>How a collection is created from the buffer, which is <c>{0}</c>; null for collections that the serializer reads.</summary>
    public static string? Taking(JsonTypeModel type)
    {
        if (type.Collection == JsonCollectionKind.Array) return "{0}.TakeArray()";
        if (type.Collection == JsonCollectionKind.Immutable)
        {
            return type.Name.StartsWith("global::System.Collections.Immutable.ImmutableArray<", StringComparison.Ordinal)
                ? "global::System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsImmutableArray({0}.TakeArray())"
                : $"{type.Creator}({{0}}.TakeArray())";
        }
        // Only these types themselves: a class that derives from one of them may fill itself differently.
        return Definition(type) switch
        {
            "List" or "IList" or "ICollection" or "IEnumerable" or "IReadOnlyList" or "IReadOnlyCollection" => "{0}.TakeList()",
            "HashSet" or "ISet" => "{0}.TakeSet()",
            _ => null,
        };
    }

    private List<string> Reach(IEnumerable<string> roots)
    {
        List<string> reached = [];
        HashSet<string> seen = [];
        Queue<string> queue = new(roots);
        while (queue.Count > 0)
        {
            var name = queue.Dequeue();
            if (!seen.Add(name) || !IsDirect(_types[name])) continue;
            reached.Add(name);
            foreach (var inside in Inside(_types[name])) queue.Enqueue(inside);
        }
        return reached;
    }

    private static IEnumerable<string> Inside(JsonTypeModel type)
        => type.Kind == JsonKind.Object ? type.Members.Where(IsRead).Select(member => member.Type)
            : type.Element is { } element ? [element] : [];

    private static bool IsStringDictionary(JsonTypeModel type)
        => type.Key == "string" && Definition(type) is "Dictionary" or "IDictionary" or "IReadOnlyDictionary";

    private static string? Definition(JsonTypeModel type)
        => type.Name.StartsWith(Generic, StringComparison.Ordinal) && type.Name.IndexOf('<') is > 0 and var end
            ? type.Name.Substring(Generic.Length, end - Generic.Length) : null;

    private static bool IsOrdinary(JsonTypeModel type)
        => type is { Constructor: not null, HasReadCallbacks: false, Derived.Count: 0 }
            && type.Members.Count(IsRead) <= MaxMembers
            && type.Members.All(IsOrdinary)
            && type.Constructor.Parameters.All(parameter => type.Members.Count(member => Matches(parameter, member)) == 1
                && Of(parameter, type)!.Ignore != JsonIgnore.WhenReading);

    // A member without a setter may still be filled. A name is compared with the bytes of the JSON, so it must need no escapes.
    private static bool IsOrdinary(JsonMember member)
        => member is { CreationHandling: null, IsExtensionData: false } && (!IsRead(member) || member is { Converter: null, NumberHandling: null })
            && !member.JsonName.Any(c => c is '"' or '\\' or < ' ');

    private static bool Matches(JsonParameter parameter, JsonMember member)
        => string.Equals(parameter.Name, member.Name, StringComparison.OrdinalIgnoreCase) && parameter.Type == member.Type;
}
