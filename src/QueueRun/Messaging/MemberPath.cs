using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace QueueRun.Messaging;

/// <summary>Translates a path of validation (<c>Lines[0].Title</c>) into the names of the JSON: <c>$.lines[0].title</c>.</summary>
internal static class MemberPath
{
    /// <summary>The path in JSON.</summary>
    /// <param name="members">The path in members; empty for the object itself.</param>
    /// <param name="root">The object's contract.</param>
    public static string ToJson(string members, JsonTypeInfo root)
    {
        JsonTypeInfo? type = root;
        var path = "$";
        foreach (var part in members.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            var bracket = part.IndexOf('[', StringComparison.Ordinal);
            var (name, indexes) = bracket < 0 ? (part, "") : (part[..bracket], part[bracket..]);
            if (name.Length > 0)
            {
                var property = type is null ? null : Find(type, name);
                path += JsonPath.Segment(property?.Name ?? root.Options.PropertyNamingPolicy?.ConvertName(name) ?? name);
                type = property is null ? null : JsonMisfit.TypeInfo(type!, property.PropertyType);
            }

            path += indexes;
            foreach (var _ in indexes.Where(character => character == '[')) type = type?.ElementType is { } element ? JsonMisfit.TypeInfo(type, element) : null;
        }

        return path;
    }

    private static JsonPropertyInfo? Find(JsonTypeInfo type, string member)
    {
        var written = WrittenName(type.Type, member);
        return type.Properties.FirstOrDefault(property => property.Name == written)
            ?? type.Properties.FirstOrDefault(property => Plain(property.Name).Equals(Plain(member), StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The characters of a name that every naming policy keeps, apart from case.</summary>
    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Validation reads the property by reflection: where it says that one is wrong, it is kept.")]
    private static string? WrittenName(Type type, string member) => type.GetProperty(member)?.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name;
}
