using System.ComponentModel;
using System.Text;
using System.Text.Json;

namespace QueueRun.Messaging;

/// <summary>Names in messages, encoded once. Used by emitted code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class MessageName
{
    /// <summary>Encodes a name as messages are encoded. Never throws: characters that UTF-8 cannot express become U+FFFD.</summary>
    public static JsonEncodedText Encode(string name) => JsonEncodedText.Encode(Encoding.UTF8.GetBytes(name), MessageEscaping.Instance);
}
