using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace QueueRun.Messaging;

/// <summary>Types with a discriminator property: <c>[JsonPolymorphic]</c> and <c>[JsonDerivedType]</c>.</summary>
internal static class JsonHierarchy
{
    /// <summary>Up to this number, the types are named to a client; if there are more, only the property is.</summary>
    private const int MostNamed = 8;

    /// <summary>The discriminator property; null if there is none.</summary>
    public static string? Property(JsonTypeInfo type)
        => type.PolymorphismOptions is { } options && options.DerivedTypes.Any(derived => derived.TypeDiscriminator is not null)
            ? options.TypeDiscriminatorPropertyName : null;

    /// <summary>The type that a JSON object's discriminator names; the type itself if it names none that is known.</summary>
    /// <param name="type">The type that the object is read as.</param>
    /// <param name="discriminator">The value of the discriminator property; null if it is missing.</param>
    /// <param name="isMisfit">Whether the value is invalid, or missing although it is required.</param>
    public static JsonTypeInfo Resolve(JsonTypeInfo type, JsonElement? discriminator, out bool isMisfit)
    {
        isMisfit = false;
        if (Property(type) is null) return type;

        var options = type.PolymorphismOptions!;
        if (discriminator is { } written)
        {
            foreach (var derived in options.DerivedTypes)
            {
                if (IsSame(derived.TypeDiscriminator, written)) return type.Options.GetTypeInfo(derived.DerivedType);
            }

            isMisfit = !options.IgnoreUnrecognizedTypeDiscriminators || written.ValueKind is not (JsonValueKind.String or JsonValueKind.Number);
        }

        isMisfit |= type.Type.IsAbstract;
        return type;
    }

    /// <summary>The text for the client about an object without a valid discriminator.</summary>
    public static string Expected(JsonTypeInfo type)
    {
        List<string> known = [.. type.PolymorphismOptions!.DerivedTypes.Where(derived => derived.TypeDiscriminator is not null)
            .Select(derived => derived.TypeDiscriminator is string text ? $"\"{text}\"" : $"{derived.TypeDiscriminator}")];
        var property = Property(type);
        return known.Count > MostNamed
            ? $"an object with a known \"{property}\""
            : $"an object whose \"{property}\" is {(known.Count == 1 ? known[0] : $"{string.Join(", ", known.SkipLast(1))} or {known[^1]}")}";
    }

    private static bool IsSame(object? known, JsonElement written) => known switch
    {
        string text => written.ValueKind == JsonValueKind.String && JsonText.IsUnicode(JsonMarshal.GetRawUtf8Value(written)) && written.ValueEquals(text),
        int number => written.ValueKind == JsonValueKind.Number && written.TryGetInt32(out var value) && value == number,
        _ => false,
    };
}
