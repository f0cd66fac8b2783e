using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace QueueRun.Build;

/// <summary>The text of a contract's file: a line for each property, so that a difference names what has changed.</summary>
internal static class ContractText
{
    private static readonly JsonWriterOptions s_options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes it. Its lines end with a line feed on every system.</summary>
    public static string Of(JsonObject root)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, s_options)) root.WriteTo(writer);
        return Encoding.UTF8.GetString(bytes.ToArray()).Replace("\r\n", "\n") + "\n";
    }
}
