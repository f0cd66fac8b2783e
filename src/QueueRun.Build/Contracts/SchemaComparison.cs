using System.Text.Json.Nodes;

namespace QueueRun.Build;

/// <summary>
/// Whether all values of one schema are values of another: what clients send, of the earlier schema, must be taken by the new one, and what
/// the server sends, of the new schema, must be readable by the earlier one.
/// </summary>
/// <param name="before">The document of the earlier schema.</param>
/// <param name="now">The document of the new one.</param>
/// <param name="isSent">Whether clients send these values.</param>
internal sealed class SchemaComparison(Contract before, Contract now, bool isSent)
{
    private readonly HashSet<(JsonNode, JsonNode)> _compared = []; // schemas may contain themselves
    private readonly List<string> _found = [];

    /// <summary>What breaks clients, each with its place.</summary>
    public IReadOnlyList<string> Find(JsonNode? earlier, JsonNode? current)
    {
        Compare("", earlier, current);
        return [.. _found.Distinct()];
    }

    private void Compare(string path, JsonNode? earlier, JsonNode? current)
    {
        if (before.Resolve(earlier) is { } one && now.Resolve(current) is { } other && !_compared.Add((one, other))) return;

        var (was, can) = (new SchemaShape(before, earlier), new SchemaShape(now, current));
        var (values, takers) = isSent ? (was, can) : (can, was);
        if (takers.IsAnything) return;
        if (values.IsAnything)
        {
            _found.Add(At(path, $"is {can}, and was {was}"));
            return;
        }

        var gone = values.Simple.Where(value => !takers.Takes(value)).ToList();
        if (gone.Count > 0) _found.Add(At(path, Difference(was, can, gone)));
        if (values.Items is not null)
        {
            if (takers.Items is null) _found.Add(At(path, Difference(was, can, ["array"])));
            else Compare($"{path}[]", was.Items, can.Items);
        }

        foreach (var value in values.Objects)
        {
            if (takers.Match(value) is { } taker) CompareObjects(path, isSent ? value : taker, isSent ? taker : value);
            else _found.Add(At(path, Difference(was, can, [value.ToString()])));
        }
    }

    private void CompareObjects(string path, ObjectShape earlier, ObjectShape current)
    {
        foreach (var member in earlier.Members)
        {
            var at = path.Length == 0 ? member.Key : $"{path}.{member.Key}";
            if (current.Members.TryGetValue(member.Key, out var schema)) Compare(at, member.Value, schema);
            else if (!isSent) _found.Add($"\"{at}\" is gone");
            else if (current.IsClosed) _found.Add($"\"{at}\" is not taken any more");
        }

        if (isSent)
        {
            foreach (var name in current.Required.Except(earlier.Required))
                _found.Add($"\"{(path.Length == 0 ? name : $"{path}.{name}")}\" is required now");
        }
        else
        {
            foreach (var name in earlier.Required.Except(current.Required).Where(current.Members.ContainsKey))
                _found.Add($"\"{(path.Length == 0 ? name : $"{path}.{name}")}\" may be missing now");
        }

        if (earlier.Values is not null && current.Values is not null) Compare($"{path}{{}}", earlier.Values, current.Values);
        else if (earlier.Values is not null && !isSent) _found.Add(At(path, "has no values of any name any more"));
    }

    private string Difference(SchemaShape was, SchemaShape can, IReadOnlyList<string> values)
    {
        var names = string.Join(", ", values.Select(SchemaShape.Describe));
        return was.IsSame(can) || was.ToString() == can.ToString() || was.HasSeveral || can.HasSeveral
            ? isSent ? $"does not take {names} any more" : $"may be {names} now"
            : $"is {can}, and was {was}";
    }

    private static string At(string path, string what) => path.Length == 0 ? $"it {what}" : $"\"{path}\" {what}";
}
