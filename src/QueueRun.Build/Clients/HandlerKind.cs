namespace QueueRun.Build;

/// <summary>What a handler takes.</summary>
internal enum HandlerKind
{
    /// <summary>A JSON object.</summary>
    Object,

    /// <summary>A message that the client fills in alone.</summary>
    Nothing,

    /// <summary>Any JSON value.</summary>
    Value,

    /// <summary>Text.</summary>
    Text,

    /// <summary>Bytes.</summary>
    Bytes,
}
