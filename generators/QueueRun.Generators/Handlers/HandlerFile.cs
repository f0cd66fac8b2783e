using System.Collections.Immutable;

namespace QueueRun.Generators;

/// <summary>An entry point with the name of its emitted method.</summary>
internal sealed record NamedEntryPoint(string Name, EntryPoint EntryPoint);

/// <summary>The emitted file of one containing type.</summary>
/// <remarks>Must stay equal by value: see <see cref="EntryPoint"/>.</remarks>
internal sealed record HandlerFile(string HintName, string TypeName, string ClassName, EquatableArray<NamedEntryPoint> Methods)
{
    /// <summary>Groups entry points into files, and gives each a unique name.</summary>
    public static EquatableArray<HandlerFile> Group(ImmutableArray<EntryPoint> entryPoints)
    {
        // The compiler compares file names without case.
        HashSet<string> hints = new(StringComparer.OrdinalIgnoreCase);
        HashSet<string> classes = new(StringComparer.Ordinal);
        return entryPoints
            .GroupBy(entryPoint => entryPoint.Call.TypeName, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group =>
            {
                var className = Unique("Handlers_" + GeneratedNames.Identifier(group.Key), classes);
                return new HandlerFile(Unique(group.Key, hints) + ".Handlers.g.cs", group.Key, className, NameMethods(group, className));
            })
            .ToEquatableArray();
    }

    private static EquatableArray<NamedEntryPoint> NameMethods(IEnumerable<EntryPoint> entryPoints, string className)
    {
        HashSet<string> names = new(StringComparer.Ordinal) { className, "MessageWriters" };
        return entryPoints
            .OrderBy(entryPoint => entryPoint.SortKey, StringComparer.Ordinal)
            .Select(entryPoint => new NamedEntryPoint(Unique(entryPoint.Call.Method, names), entryPoint))
            .ToEquatableArray();
    }

    private static string Unique(string name, HashSet<string> taken)
    {
        var unique = name;
        for (var i = 2; !taken.Add(unique); i++) unique = $"{name}_{i}";
        return unique;
    }
}
