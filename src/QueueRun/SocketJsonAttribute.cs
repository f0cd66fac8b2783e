using System.Text.Json.Serialization;

namespace QueueRun;

/// <summary>
/// Says how the types of an assembly are written and read as JSON, where their own attributes do not:
/// <c>[assembly: SocketJson(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]</c>. It counts for the types that are declared in the
/// assembly, wherever their JSON is needed; for its anonymous types; and for what it sends and receives of assemblies that do not use QueueRun.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class SocketJsonAttribute : Attribute
{
    /// <summary>
    /// What properties are called in JSON; the default is camelCase. <see cref="JsonKnownNamingPolicy.Unspecified"/>: as they are in C#. The
    /// names in <c>[JsonPropertyName]</c>, <c>[SocketMessage]</c> and routes stay as they are written.
    /// </summary>
    public JsonKnownNamingPolicy PropertyNamingPolicy { get; set; } = JsonKnownNamingPolicy.CamelCase;

    /// <summary>
    /// Which values are not written: none (the default), <see cref="JsonIgnoreCondition.WhenWritingNull"/> or
    /// <see cref="JsonIgnoreCondition.WhenWritingDefault"/>; others are an error. What can never be null is never left out as null.
    /// </summary>
    public JsonIgnoreCondition DefaultIgnoreCondition { get; set; }

    /// <summary>
    /// Whether enums are written by their names, as declared or as <c>[JsonStringEnumMemberName]</c> says, and read by names or numbers;
    /// otherwise, which is the default, they are numbers.
    /// </summary>
    public bool UseStringEnumConverter { get; set; }
}
