using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>The references between types.</summary>
internal sealed class TypeGraph(IDictionary<string, JsonTypeModel> types)
{
    private readonly HashSet<string> _recursive = [];
    private readonly HashSet<string> _asked = [];
    private readonly Dictionary<string, bool> _endless = [];

    public JsonTypeModel this[string name] => types[name];

    /// <summary>The types, and all types inside them.</summary>
    public IEnumerable<string> Reach(IEnumerable<string> roots) => Walk(roots, Next);

    /// <summary>The types that direct writers reach: types inside a type that the serializer writes do not count.</summary>
    public IEnumerable<string> ReachWritten(IEnumerable<string> roots) => Walk(roots, Written);

    /// <summary>The other types directly inside a type that a direct writer reaches.</summary>
    public IEnumerable<string> WrittenInside(string name) => Written(types[name]).Where(inside => inside != name);

    /// <summary>Whether the type contains itself, at any depth, so that a value can be endless.</summary>
    public bool IsRecursive(string name)
    {
        if (_asked.Add(name) && MayBeEndless(name) && Walk(Written(types[name]), Written).Contains(name)) _recursive.Add(name);
        return _recursive.Contains(name);
    }

    /// <summary>Whether a walk from the type can reach a type twice. For most types it cannot, and each is checked once.</summary>
    private bool MayBeEndless(string name)
    {
        if (_endless.TryGetValue(name, out var known)) return known;
        // If the walk comes back here before the result is known, there is a cycle.
        _endless[name] = true;
        var endless = false;
        if (types.TryGetValue(name, out var type))
        {
            foreach (var other in Written(type)) endless |= MayBeEndless(other);
        }
        return _endless[name] = endless;
    }

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
            .Concat(type.Inside)
            .Concat(type.Cases.Select(unionCase => unionCase.Type))
            .Concat(new[] { type.Element, type.Key }.OfType<string>());

    private static IEnumerable<string> Written(JsonTypeModel type)
        => type.NeedsSerializer ? [] : type.Members.Where(member => member.IsWritten).Select(member => member.Type).Concat(type.Element is { } element ? [element] : []);
}
