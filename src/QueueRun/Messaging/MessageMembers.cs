using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json.Serialization.Metadata;

namespace QueueRun.Messaging;

/// <summary>The members of .NET's own types. Used by emitted code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class MessageMembers
{
    /// <summary>
    /// Sorts the members of a contract in the order of their declaration, which System.Text.Json keeps: the reference assemblies that a
    /// program is compiled with have them sorted by name. Done once per type.
    /// </summary>
    /// <param name="properties">The members; the named ones come first.</param>
    /// <param name="names">Their names in C#.</param>
    public static JsonPropertyInfo[] InOrder<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(JsonPropertyInfo[] properties, string[] names)
    {
        var declared = Array.ConvertAll(typeof(T).GetProperties(BindingFlags.Instance | BindingFlags.Public), property => property.Name);
        return [.. Enumerable.Range(0, properties.Length).OrderBy(Place).Select(i => properties[i])];

        // Members that are not found there come last.
        int Place(int i) => i < names.Length && Array.IndexOf(declared, names[i]) is >= 0 and var place ? place : int.MaxValue;
    }
}
