using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>The names of components in the document.</summary>
internal sealed class NamedSchemas
{
    /// <summary>The component of a call's reference. No type of a program has a name with a dot.</summary>
    public const string Reference = "queuerun.reference";

    private readonly Dictionary<SchemaId, string> _names = [];
    private readonly Dictionary<SchemaId, SchemaComponent> _components;

    public NamedSchemas(IEnumerable<SchemaComponent> components)
    {
        _components = components.ToDictionary(component => component.Id);
        var different = Different();
        HashSet<string> taken = new(StringComparer.Ordinal);
        var types = Sort(_components.Values).GroupBy(component => component.Id.Type, StringComparer.Ordinal).Select(type => type.ToList()).ToList();
        foreach (var type in types)
        {
            // The shortest name that no other type wants.
            var name = type[0].Names.FirstOrDefault(candidate => types.Count(other => other[0].Names.Contains(candidate, StringComparer.Ordinal)) == 1) ?? type[0].Names[type[0].Names.Count - 1];
            foreach (var component in type)
            {
                var isInput = component.Id.Use == JsonUse.Received && different.Contains(component.Id);
                _names.Add(component.Id, Unique(name + (component.Id.IsSelf ? "Self" : "") + (isInput ? "Input" : ""), component.Id, different, taken));
            }
        }
    }

    /// <summary>Each component's name and schema, in the order of names.</summary>
    public IEnumerable<(string Name, string Text)> All
        => _names.GroupBy(pair => pair.Value, StringComparer.Ordinal)
            .Select(group => (group.Key, Named(_components[group.First().Key].Text)))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal);

    /// <summary>The text with the names of components.</summary>
    public string Named(string text) => SchemaId.Replace(text, id => _names[id]);

    /// <summary>Components in an order independent of files.</summary>
    public static IEnumerable<SchemaComponent> Sort(IEnumerable<SchemaComponent> components)
        => components.OrderBy(component => component.Id.Type, StringComparer.Ordinal).ThenBy(component => component.Id.Use).ThenBy(component => component.Id.IsSelf);

    /// <summary>The components that are read in another form than they are written: they or components inside them differ.</summary>
    private HashSet<SchemaId> Different()
    {
        HashSet<SchemaId> different = [];
        foreach (var component in _components.Values)
        {
            if (_components.TryGetValue(component.Id.Other, out var other) && Neutral(component.Text) != Neutral(other.Text)) different.Add(component.Id);
        }
        for (var count = -1; count != different.Count;)
        {
            count = different.Count;
            foreach (var component in _components.Values)
            {
                if (_components.ContainsKey(component.Id.Other) && SchemaId.In(component.Text).Any(different.Contains))
                {
                    different.Add(component.Id);
                    different.Add(component.Id.Other);
                }
            }
        }
        return different;
    }

    private static string Neutral(string text) => SchemaId.Replace(text, id => (id with { Use = JsonUse.Sent }).Marker);

    // Two uses of a type in the same form share a name.
    private string Unique(string name, SchemaId id, HashSet<SchemaId> different, HashSet<string> taken)
    {
        if (!different.Contains(id) && _names.TryGetValue(id.Other, out var shared)) return shared;
        var unique = name;
        for (var i = 2; !taken.Add(unique); i++) unique = $"{name}_{i}";
        return unique;
    }
}
