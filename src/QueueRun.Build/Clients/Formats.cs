using System.Text.Json.Nodes;

namespace QueueRun.Build;

/// <summary>What a value's format means to a client.</summary>
internal static class Formats
{
    private static readonly Dictionary<string, string> s_notes = new(StringComparer.Ordinal)
    {
        ["int64"] = "A 64-bit integer: beyond 2^53 JavaScript's numbers round it.",
        ["uint64"] = "A 64-bit integer: beyond 2^53 JavaScript's numbers round it.",
        ["int128"] = "A 128-bit integer: beyond 2^53 JavaScript's numbers round it.",
        ["uint128"] = "A 128-bit integer: beyond 2^53 JavaScript's numbers round it.",
        ["decimal"] = "A decimal number: JavaScript's numbers round it to about 15 digits.",
        ["uuid"] = "A UUID.",
        ["date"] = "A date: 2026-01-31.",
        ["date-time"] = "A time with its offset: 2026-01-31T12:00:00+00:00.",
        ["iso-date-time"] = "A time: 2026-01-31T12:00:00, with an offset or without.",
        ["iso-time"] = "A time of day: 12:00:00.",
        ["timespan"] = "A duration: 1.12:00:00 is a day and a half.",
        ["uri-reference"] = "A URI.",
        ["version"] = "A version: 1.2.3.",
    };

    /// <summary>A sentence, or null if the type says it all.</summary>
    public static string? Note(JsonObject schema)
    {
        if (schema["contentEncoding"]?.GetValue<string>() is "base64") return "Bytes in Base64.";
        if (schema["maxLength"] is JsonValue length && length.TryGetValue<int>(out var max) && max == 1) return "One character.";
        return schema["format"]?.GetValue<string>() is { } format && s_notes.TryGetValue(format, out var note) ? note : null;
    }
}
