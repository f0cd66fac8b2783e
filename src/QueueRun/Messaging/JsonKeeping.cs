namespace QueueRun.Messaging;

/// <summary>How JSON that was read is kept.</summary>
internal enum JsonKeeping
{
    /// <summary>As a value.</summary>
    AsValue,

    /// <summary>As JSON, which is read when it is used.</summary>
    AsText,

    /// <summary>As JSON whose objects become dictionaries when they are used.</summary>
    AsNodes,
}
