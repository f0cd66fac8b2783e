using System.ComponentModel;

namespace QueueRun.Routing;

/// <summary>The kind of message that a handler takes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum MessageKind
{
    /// <summary>A text frame that is one JSON document.</summary>
    Json,

    /// <summary>A text frame, as a string.</summary>
    Text,

    /// <summary>A binary frame, as bytes.</summary>
    Binary,
}
