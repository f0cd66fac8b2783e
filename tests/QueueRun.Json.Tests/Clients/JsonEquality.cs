using System.Globalization;
using System.Text.Json;

namespace QueueRun.Json.Tests.Clients;

/// <summary>
/// When JSON is equal for a client: objects with the same members in any order, arrays with the same items, numbers that are the same number of JavaScript.
/// </summary>
internal static class JsonEquality
{
    public static bool AreEqual(string one, string other)
    {
        using var left = JsonDocument.Parse(one);
        using var right = JsonDocument.Parse(other);
        return AreEqual(left.RootElement, right.RootElement);
    }

    private static bool AreEqual(JsonElement one, JsonElement other)
        => one.ValueKind == other.ValueKind && one.ValueKind switch
        {
            JsonValueKind.Array => one.GetArrayLength() == other.GetArrayLength() && one.EnumerateArray().Zip(other.EnumerateArray()).All(pair => AreEqual(pair.First, pair.Second)),
            JsonValueKind.Object => Members(one) is var left && Members(other) is var right && left.Count == right.Count
                && left.All(member => right.TryGetValue(member.Key, out var found) && AreEqual(member.Value, found)),
            JsonValueKind.String => one.GetString() == other.GetString(),
            JsonValueKind.Number => one.GetDouble().Equals(other.GetDouble()) || (one.GetDouble() == 0 && other.GetDouble() == 0),
            _ => true,
        };

    /// <summary>Whether all numbers of the JSON are the same numbers in JavaScript: those with more digits are rounded.</summary>
    public static bool IsExact(string json)
    {
        using var document = JsonDocument.Parse(json);
        return IsExact(document.RootElement);
    }

    private static bool IsExact(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().All(IsExact),
        JsonValueKind.Object => value.EnumerateObject().All(member => IsExact(member.Value)),
        JsonValueKind.Number => Digits(value.GetRawText()) == Digits(value.GetDouble().ToString("R", CultureInfo.InvariantCulture)),
        _ => true,
    };

    /// <summary>A number as its digits without zeros at either end, and the power of ten of the last one.</summary>
    private static (string Digits, int Exponent) Digits(string number)
    {
        var parts = number.TrimStart('-').Split('e', 'E');
        var exponent = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        var digits = parts[0].Replace(".", "", StringComparison.Ordinal);
        if (point >= 0) exponent -= digits.Length - point;
        var shortened = digits.TrimEnd('0');
        exponent += digits.Length - shortened.Length;
        shortened = shortened.TrimStart('0');
        return shortened.Length == 0 ? ("", 0) : (shortened, exponent);
    }

    private static Dictionary<string, JsonElement> Members(JsonElement value)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject()) members[member.Name] = member.Value;
        return members;
    }
}
