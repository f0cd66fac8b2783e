namespace QueueRun.Generators;

/// <summary>
/// Types whose default is not a valid value: if such a member is missing in the JSON, the object read must still be writable.
/// </summary>
internal static class MissingValues
{
    private const string Runtime = "global::QueueRun.Messaging.MissingValue.";

    /// <summary>A value of the type, or the substitute for its default.</summary>
    public static string Or(string type, string value)
        => type == "global::System.Text.Json.JsonElement" ? $"{Runtime}OrNull({value})"
            : type.StartsWith("global::System.Collections.Immutable.ImmutableArray<", StringComparison.Ordinal) && type.EndsWith(">", StringComparison.Ordinal) ? $"{Runtime}OrEmpty({value})"
            : value;
}
