namespace QueueRun.Analysis.Json;

/// <summary>The use of a type: reading needs a way to construct it, writing does not.</summary>
internal enum JsonUse
{
    Sent,
    Received,
}

/// <summary>A type as JSON: every type that can be reached from it, or why JSON code cannot be emitted for it.</summary>
/// <remarks>Passes through the incremental pipeline, so reading the same source again must give an equal shape.</remarks>
internal sealed record JsonShape
{
    /// <summary>The key of the root's model in <see cref="Types"/>.</summary>
    public required string Root { get; init; }

    /// <summary>Whether the root may be null where it is used, and the same for its parts; null after a refusal.</summary>
    public JsonNullability? Nullability { get; init; }

    /// <summary>The closure, root first. Empty after a refusal.</summary>
    public EquatableArray<JsonTypeModel> Types { get; init; }

    /// <summary>Why there is no closure; null if there is one.</summary>
    public JsonRefusal? Refusal { get; init; }
}

/// <summary>Why JSON code cannot be emitted for a type.</summary>
/// <param name="Path">The path from the root to the obstacle: <c>Said.Room.Owner</c>.</param>
/// <param name="Reason">The reason, as a sentence without its full stop.</param>
/// <param name="Cure">What to do about it.</param>
internal sealed record JsonRefusal(string Path, string Reason, string Cure)
{
    /// <summary>The id of the declaration to make internal as the cure; null if that is not a cure.</summary>
    public string? Hidden { get; init; }

    /// <summary>The id of the type to list in a <c>JsonSerializerContext</c> as the cure; null if that is not a cure.</summary>
    public string? Listable { get; init; }

    /// <summary>Whether the compiler or another rule already reports an error there, so that nothing more is reported.</summary>
    public bool IsReported { get; init; }

    public override string ToString() => $"{Path}: {Reason}; {Cure}";
}
