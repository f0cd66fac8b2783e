namespace QueueRun.Analysis.Json;

/// <summary>A converter of a type or a member, named by an attribute or by the assembly's settings.</summary>
/// <param name="Class">The <c>global::</c> name of the converter's class; null for the converter that writes an enum's values as
/// names.</param>
/// <param name="Type">The key of the converted type; for <c>T?</c>, that of <c>T</c>.</param>
/// <param name="IsForNullable">Whether it converts <c>T?</c>.</param>
internal sealed record JsonCustomConverter(string? Class, string Type, bool IsForNullable)
{
    /// <summary>Whether it writes an enum's values as names.</summary>
    public bool IsOfEnumNames => Class is null;
}
