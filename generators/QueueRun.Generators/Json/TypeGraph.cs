using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>Which types lead to which.</summary>
internal sealed class TypeGraph(IDictionary<string, JsonTypeModel> types)
{
    private readonly HashSet<string> _recursive = [];
    private readonly HashSet<string> _asked = [];

    public JsonTypeModel this[string name] => types[name];

    /// <summary>The types and all that they lead to.</summary>
    public IEnumerable<string> Reach(IEnumerable<string> roots) => Walk(roots, Next);

    /// <summary>The types that direct writers meet: what the serializer writes is its own business.</summary>
    public IEnumerable<string> ReachWritten(IEnumerable<string> roots) => Walk(roots, Written);

    /// <summary>The other types that a direct writer of the type meets next.</summary>
    public IEnumerable<string> WrittenInside(string name) => Written(types[name]).Where(inside => inside != name);

    /// <summary>Whether the type leads back to itself, so that a value can be endless.</summary>
    public bool IsRecursive(string name)
    {
        if (_asked.Add(name) && Walk(Written(types[name]), Written).Contains(name)) _recursive.Add(name);
        return _recursive.Contains(name);
    }

    /// <summary>Whether a member is written at all.</summary>
    public static bool IsWritten(JsonMember member) => member is { CanGet: true, Ignore: not (JsonIgnore.Always or JsonIgnore.WhenWriting) };

    private List<string> Walk(IEnumerable<string> from, Func<JsonTypeModel, IEnumerable<string>> next)
    {
        List<string> reached = [];
        HashSet<string> seen = [];
        Queue<string> queue = new(from);
        while (queue.Count > 0)
        {
            var name = queue.Dequeue();
            if (!seen.Add(name) || !types.TryGetValue(name, out var type)) continue;
            reached.Add(name);
            foreach (var other in next(type)) queue.Enqueue(other);
        }
        return reached;
    }

    private static IEnumerable<string> Next(JsonTypeModel type)
        => type.Members.Where(member => member.Ignore != JsonIgnore.Always).Select(member => member.Type)
            .Concat(type.Derived)
            .Concat(new[] { type.Element, type.Key }.OfType<string>());

    private static IEnumerable<string> Written(JsonTypeModel type)
        => type.NeedsSerializer ? [] : type.Members.Where(IsWritten).Select(member => member.Type).Concat(type.Element is { } element ? [element] : []);
}
