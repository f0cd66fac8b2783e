using System.Runtime.CompilerServices;
using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>A type for which a writer is emitted.</summary>
/// <param name="Type">The type.</param>
/// <param name="IsMessage">Whether it is sent.</param>
/// <param name="IsInside">Whether it is also inside another sent type.</param>
/// <param name="IsRecursive">Whether it contains itself, at any depth, so that a value can be endless.</param>
/// <param name="Near">The types that its code mentions, most of them without their members, which do not matter.</param>
internal sealed record WrittenType(JsonTypeModel Type, bool IsMessage, bool IsInside, bool IsRecursive, EquatableArray<JsonTypeModel> Near)
{
    /// <summary>
    /// Models without their members, if these do not matter. After an edit, the same model gives the same object, so comparing is fast.
    /// </summary>
    private static readonly ConditionalWeakTable<JsonTypeModel, JsonTypeModel> s_outlines = new();

    /// <summary>Every written type, in the order in which it is reached.</summary>
    public static IReadOnlyCollection<WrittenType> ReadAll(MessageModel model)
    {
        TypeGraph graph = new(model.Types.ToDictionary(type => type.Name));
        HashSet<string> messages = [.. model.Sent];
        var written = graph.ReachWritten(model.Sent).ToList();
        // A type with a discriminator has a method for its values only if it is also inside another message.
        HashSet<string> inside = [.. written.SelectMany(graph.WrittenInside)];
        inside.UnionWith(model.Sent.Where(graph.IsRecursive));
        return
        [
            .. written
                .Where(name => messages.Contains(name) || WriterStatements.HasMethod(graph[name]))
                .Select(name => new WrittenType(graph[name], messages.Contains(name), inside.Contains(name), graph.IsRecursive(name), Mentioned(graph[name], graph))),
        ];
    }

    // An anonymous type is mentioned with its members, and with the types that they mention, because its example is built from them.
    private static EquatableArray<JsonTypeModel> Mentioned(JsonTypeModel type, TypeGraph graph)
    {
        List<JsonTypeModel> mentioned = [];
        List<string> names = [.. Mentions(type)];
        HashSet<string> seen = [type.Name];
        for (var i = 0; i < names.Count; i++)
        {
            if (!seen.Add(names[i])) continue;
            var other = graph[names[i]];
            mentioned.Add(other.IsAnonymousInside ? other : s_outlines.GetValue(other, Outline));
            if (other.IsAnonymousInside) names.AddRange(Mentions(other));
        }
        return mentioned.ToEquatableArray();
    }

    private static IEnumerable<string> Mentions(JsonTypeModel type)
    {
        foreach (var member in type.Members)
        {
            if (member.IsWritten || type.IsAnonymousInside) yield return member.Type;
        }
        foreach (var unionCase in type.Cases) yield return unionCase.Pattern;
        foreach (var argument in type.PatternArguments) yield return argument;
        if (type.Element is { } element) yield return element;
        if (type.Key is { } key) yield return key;
    }

    private static JsonTypeModel Outline(JsonTypeModel type)
        => type with
        {
            Members = default, Constructor = null, Derived = default, Inside = default, Cases = default,
            ElementNullability = null, NumberHandling = null, UnmappedHandling = null, CreationHandling = null,
        };
}
