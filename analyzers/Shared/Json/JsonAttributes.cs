using System.Text;
using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis.Json;

/// <summary>Reads the attributes of System.Text.Json.</summary>
internal static class JsonAttributes
{
    private const string Namespace = "System.Text.Json.Serialization";

    /// <summary>The attribute <c>[name]</c> of System.Text.Json, or null.</summary>
    public static AttributeData? Json(this ISymbol symbol, string name)
    {
        // Called a dozen times for every member: a lambda would allocate each time.
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass is { } type && type.Name == name + "Attribute" && type.Namespace() == Namespace && !attribute.IsBroken()) return attribute;
        }
        return null;
    }

    public static bool HasJson(this ISymbol symbol, string name) => symbol.Json(name) is not null;

    /// <summary>The attribute's first argument.</summary>
    public static object? First(this AttributeData attribute)
        => attribute.ConstructorArguments.IsEmpty ? null : attribute.ConstructorArguments[0].Value;

    /// <summary>
    /// The attribute's first argument, a text, as the program will read it: metadata are UTF-8, so half of a surrogate pair is read as two
    /// U+FFFD.
    /// </summary>
    public static string? Text(this AttributeData attribute)
    {
        if (attribute.First() is not string text || !text.Any(char.IsSurrogate)) return attribute.First() as string;
        StringBuilder found = new();
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text, i)) found.Append(text, i++, 2);
            else if (char.IsSurrogate(text[i])) found.Append("\uFFFD\uFFFD");
            else found.Append(text[i]);
        }
        return found.ToString();
    }

    /// <summary>The setting of <c>[JsonNumberHandling]</c>; null without it.</summary>
    public static JsonNumberHandling? Numbers(this ISymbol symbol) => symbol.Json("JsonNumberHandling")?.First() is int value ? (JsonNumberHandling)value : null;

    /// <summary>The setting of <c>[JsonUnmappedMemberHandling]</c>; null without it.</summary>
    public static JsonUnmappedHandling? Unmapped(this ISymbol symbol) => symbol.Json("JsonUnmappedMemberHandling")?.First() is int value ? (JsonUnmappedHandling)value : null;

    /// <summary>The setting of <c>[JsonObjectCreationHandling]</c>; null without it.</summary>
    public static JsonCreationHandling? Creation(this ISymbol symbol) => symbol.Json("JsonObjectCreationHandling")?.First() is int value ? (JsonCreationHandling)value : null;

    public static JsonIgnore? Ignore(this ISymbol symbol)
    {
        if (symbol.Json("JsonIgnore") is not { } attribute) return null;
        foreach (var argument in attribute.NamedArguments)
        {
            // An undefined condition has no effect.
            if (argument is { Key: "Condition", Value.Value: int condition }) return Enum.IsDefined(typeof(JsonIgnore), condition) ? (JsonIgnore)condition : JsonIgnore.Never;
        }
        return JsonIgnore.Always;
    }

    /// <summary>The property that marks a message, from its <c>[SocketMessage]</c>.</summary>
    public static JsonDiscriminator? Discriminator(this ITypeSymbol type)
    {
        foreach (var attribute in type.GetAttributes())
        {
            if (attribute.AttributeClass is not { Name: "SocketMessageAttribute", ContainingType: null } known || known.Namespace() != "QueueRun") continue;
            var values = attribute.ConstructorArguments.Select(argument => argument.Value as string ?? "").ToArray();
            return values.Length switch
            {
                1 => new("type", values[0]),
                2 => new(values[0], values[1]),
                _ => null,
            };
        }
        return null;
    }
}
