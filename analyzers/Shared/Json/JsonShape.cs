namespace QueueRun.Analysis.Json;

/// <summary>What is done with a type: reading needs a way to construct it, writing does not.</summary>
internal enum JsonUse
{
    Sent,
    Received,
}

/// <summary>A type as JSON: every type that can be reached from it, or why JSON code cannot be emitted for it.</summary>
/// <remarks>It travels through the incremental pipeline, so it must stay equal to the shape of the same source read again.</remarks>
internal sealed record JsonShape
{
    /// <summary>The key of the root's model in <see cref="Types"/>.</summary>
    public required string Root { get; init; }

    /// <summary>The closure, root first. Empty where there is a refusal.</summary>
    public EquatableArray<JsonTypeModel> Types { get; init; }

    /// <summary>Why there is no closure; null where there is one.</summary>
    public JsonRefusal? Refusal { get; init; }
}

/// <summary>Why JSON code cannot be emitted for a type.</summary>
/// <param name="Path">The way from the root to what is in the way: <c>Said.Room.Owner</c>.</param>
/// <param name="Reason">What is wrong there, as a sentence without its full stop.</param>
/// <param name="Cure">What to do about it.</param>
internal sealed record JsonRefusal(string Path, string Reason, string Cure)
{
    /// <summary>The id of the declaration that is to become internal, which would cure it; null where that would not.</summary>
    public string? Hidden { get; init; }

    /// <summary>The id of the type that a <c>JsonSerializerContext</c> could list, which would cure it; null where that would not.</summary>
    public string? Listable { get; init; }

    /// <summary>The compiler or another rule has an error there already: nothing more is reported.</summary>
    public bool IsReported { get; init; }

    public override string ToString() => $"{Path}: {Reason}; {Cure}";
}
