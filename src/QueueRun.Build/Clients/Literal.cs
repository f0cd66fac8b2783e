using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace QueueRun.Build;

/// <summary>Values as JSON, which is JavaScript too.</summary>
internal static class Literal
{
    private static readonly JsonSerializerOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(string text) => JsonSerializer.Serialize(text, s_options).Replace("\u2028", "\\u2028").Replace("\u2029", "\\u2029");

    public static string Of(JsonNode? value) => value is null ? "null" : value.ToJsonString(s_options);

    /// <summary>Text that is JSON itself, in single quotes where these read better.</summary>
    public static string Quoted(string json) => json.IndexOfAny(['\'', '\\', '\u2028', '\u2029']) < 0 ? $"'{json}'" : Of(json);

    /// <summary>The name of a property: quoted only where it must be.</summary>
    public static string Property(string name) => IsIdentifier(name) && name != "__proto__" ? name : Of(name);

    /// <summary>Whether a name can stand without quotes.</summary>
    public static bool IsIdentifier(string name)
        => name.Length > 0 && name[0] is not (>= '0' and <= '9') && name.All(letter => letter is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or '$');
}
