using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>
/// Which types an emitted reader reads itself: those that ask for nothing out of the ordinary. This is a list of what is known to be right;
/// whatever is not on it is left to the serializer.
/// </summary>
internal sealed class ReadableTypes
{
    /// <summary>Each member that can be set has a bit.</summary>
    public const int MaxMembers = 64;

    private const string Generic = "global::System.Collections.Generic.";

    private readonly Dictionary<string, JsonTypeModel> _types;
    private readonly Dictionary<string, bool> _direct = [];
    private readonly Dictionary<string, string> _ids;

    public ReadableTypes(MessageModel model)
    {
        _types = model.Types.ToDictionary(type => type.Name);
        Roots = [.. model.Received.Where(name => IsDirect(_types[name]))];
        HashSet<string> reached = [.. Reach(Roots)];
        Reached = [.. model.Types.Where(type => reached.Contains(type.Name))];
        _ids = MessageNames.ForTypes(Reached.Select(type => type.Name));
    }

    /// <summary>The types that the module names a reader of.</summary>
    public IReadOnlyList<string> Roots { get; }

    /// <summary>The types with readers: these, and those that they lead to.</summary>
    public IReadOnlyList<JsonTypeModel> Reached { get; }

    public JsonTypeModel this[string name] => _types[name];

    /// <summary>The part of names that stands for a type.</summary>
    public string Id(string name) => _ids[name];

    /// <summary>The method that reads a type. Each has its own name: among a thousand of one name, the compiler looks for long.</summary>
    public string Method(string name) => $"TryRead{Id(name)}";

    /// <summary>Whether emitted code reads the type's own JSON. What stands inside may still be the serializer's.</summary>
    public bool IsDirect(JsonTypeModel type)
    {
        if (!_direct.TryGetValue(type.Name, out var known)) _direct[type.Name] = known = Judge(type);
        return known;
    }

    private bool Judge(JsonTypeModel type)
        => !type.NeedsSerializer && !type.IsAnonymousInside && type.Settings.Count == 0 && type.Kind switch
        {
            JsonKind.Value => ReaderValues.Has(type),
            JsonKind.Enum => type.Converter is null,
            JsonKind.Nullable => IsDirect(_types[type.Element!]),
            JsonKind.Collection => Taking(type) is not null,
            JsonKind.Dictionary => IsStringDictionary(type),
            JsonKind.Object => IsOrdinary(type),
            _ => false,
        };

    /// <summary>Whether JSON can set the member: by the constructor or by its setter.</summary>
    public static bool IsRead(JsonMember member)
        => member.Setter != JsonSetter.None && member.Ignore is not (JsonIgnore.Always or JsonIgnore.WhenReading);

    /// <summary>The member whose value a constructor's parameter takes.</summary>
    public static JsonMember? Of(JsonParameter parameter, JsonTypeModel type) => type.Members.FirstOrDefault(member => Matches(parameter, member));

    /// <summary>How a collection is made of what was read, with <c>{0}</c> for the buffer; null for collections that are left to the serializer.</summary>
    public static string? Taking(JsonTypeModel type)
    {
        if (type.Factory == "CreateArrayInfo") return "{0}.TakeArray()";
        if (type.Factory == "CreateImmutableEnumerableInfo")
        {
            return type.Name.StartsWith("global::System.Collections.Immutable.ImmutableArray<", StringComparison.Ordinal)
                ? "global::System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsImmutableArray({0}.TakeArray())"
                : $"{type.Creator}({{0}}.TakeArray())";
        }
        // Nothing but these themselves: a class that derives from one of them fills itself in its own way.
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

    // What cannot be set can be filled. A name is compared as it stands in the JSON, so it must be one that needs no escapes.
    private static bool IsOrdinary(JsonMember member)
        => member is { CreationHandling: null, IsExtensionData: false } && (!IsRead(member) || member is { Converter: null, NumberHandling: null })
            && !member.JsonName.Any(c => c is '"' or '\\' or < ' ' || char.IsSurrogate(c));

    private static bool Matches(JsonParameter parameter, JsonMember member)
        => string.Equals(parameter.Name, member.Name, StringComparison.OrdinalIgnoreCase) && parameter.Type == member.Type;
}
