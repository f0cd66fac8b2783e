using System.Text.Json.Serialization;

namespace QueueRun;

/// <summary>
/// Says how the types of an assembly are written and read as JSON, unless their own attributes say so: <c>[assembly:
/// SocketJson(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]</c>. It applies to the types declared in the assembly, wherever
/// they are used; to its anonymous types; and to types of assemblies without QueueRun that the assembly sends or receives.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class SocketJsonAttribute : Attribute
{
    /// <summary>
    /// The spelling of property names in JSON; the default is camelCase. <see cref="JsonKnownNamingPolicy.Unspecified"/>: as in C#. The
    /// names in <c>[JsonPropertyName]</c>, <c>[SocketMessage]</c> and routes stay as they are written.
    /// </summary>
    public JsonKnownNamingPolicy PropertyNamingPolicy { get; set; } = JsonKnownNamingPolicy.CamelCase;

    /// <summary>
    /// Which values are not written: none (the default), <see cref="JsonIgnoreCondition.WhenWritingNull"/> or <see
    /// cref="JsonIgnoreCondition.WhenWritingDefault"/>; other conditions are an error. <see cref="JsonIgnoreCondition.WhenWritingNull"/>
    /// has no effect on a property that can never be null.
    /// </summary>
    public JsonIgnoreCondition DefaultIgnoreCondition { get; set; }

    /// <summary>
    /// Whether enums are written as names (as declared, or as <c>[JsonStringEnumMemberName]</c> says) and read from names or numbers.
    /// Otherwise they are numbers: the default.
    /// </summary>
    public bool UseStringEnumConverter { get; set; }
}
