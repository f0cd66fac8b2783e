using System.Text.Json.Nodes;

namespace QueueRun.Build;

/// <summary>An object of a schema, with what its parts say together.</summary>
internal sealed class ObjectShape
{
    /// <summary>The members and their schemas.</summary>
    public Dictionary<string, JsonNode?> Members { get; } = new(StringComparer.Ordinal);

    /// <summary>The members that are always there.</summary>
    public HashSet<string> Required { get; } = new(StringComparer.Ordinal);

    /// <summary>The schema of members of any other name: a dictionary's values.</summary>
    public JsonNode? Values { get; set; }

    /// <summary>Whether other members are refused.</summary>
    public bool IsClosed { get; set; }

    /// <summary>The members that have one value only: what tells the variants of a polymorphic type apart.</summary>
    public IEnumerable<string> Marks => from member in Members
                                        where member.Value?["const"] is not null
                                        orderby member.Key
                                        select $"{member.Key}={Literal.Of(member.Value["const"])}";

    public ObjectShape With(ObjectShape other)
    {
        var both = new ObjectShape { Values = Values ?? other.Values, IsClosed = IsClosed || other.IsClosed };
        foreach (var member in other.Members) both.Members[member.Key] = member.Value;
        foreach (var member in Members) both.Members[member.Key] = member.Value; // the outer one says more
        both.Required.UnionWith(Required);
        both.Required.UnionWith(other.Required);
        return both;
    }

    public override string ToString() => string.Join(", ", Marks) is { Length: > 0 } marks ? $"an object with {marks}" : "an object";
}
