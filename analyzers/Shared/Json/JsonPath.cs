using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis.Json;

/// <summary>The path from a message to a type that it contains.</summary>
/// <param name="Text">The path in messages: <c>Said.Room.Owner</c>.</param>
/// <param name="Own">The path to the last member that the program declares; null before there is one.</param>
/// <param name="IsForeign">Whether the last member is declared in another assembly, and so cannot be changed.</param>
internal sealed record JsonPath(string Text, string? Own, bool IsForeign)
{
    public static JsonPath Of(ITypeSymbol root) => new(JsonNames.Display(root), null, false);

    /// <summary>The path with one more step, out of a type.</summary>
    public JsonPath Step(ITypeSymbol from, string segment)
    {
        var text = Text + segment;
        if (!IsMember(segment)) return this with { Text = text };
        return JsonNames.IsDeclaredHere(from) ? new(text, text, false) : new(text, Own, true);
    }

    /// <summary>
    /// The refusal with its path from the message. If it is in a type of another assembly, the cure is at the last own member that leads
    /// there.
    /// </summary>
    public JsonRefusal Refuse(ITypeSymbol type, JsonRefusal refusal)
    {
        var told = refusal with { Path = Text + refusal.Path };
        if (refusal.IsReported || !(IsForeign || (IsMember(refusal.Path) && !JsonNames.IsDeclaredHere(type)))) return told;
        return told with
        {
            Cure = Own is null ? "put the data that is needed into a type of your own" : $"leave '{Own}' out with [JsonIgnore], or put the data that is needed into a type of your own",
        };
    }

    private static bool IsMember(string segment) => segment.StartsWith(".", StringComparison.Ordinal);
}
