using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace QueueRun.Messaging;

/// <summary>The common parts of emitted JSON contracts. Called by emitted code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class EmittedContract
{
    /// <summary>Whether a converter of the options converts the type: it has precedence, as in System.Text.Json.</summary>
    /// <param name="options">The options.</param>
    /// <param name="contract">The contract with that converter; null if there is none.</param>
    public static bool IsCustom<T>(JsonSerializerOptions options, [NotNullWhen(true)] out JsonTypeInfo? contract)
    {
        contract = null;
        foreach (var converter in options.Converters)
        {
            if (!converter.CanConvert(typeof(T))) continue;
            contract = JsonMetadataServices.CreateValueInfo<T>(options, Expand<T>(converter, options));
            return true;
        }

        return false;
    }

    /// <summary>The contract of a value.</summary>
    public static JsonTypeInfo OfValue<T>(JsonSerializerOptions options, JsonConverter converter)
        => IsCustom<T>(options, out var custom) ? custom : JsonMetadataServices.CreateValueInfo<T>(options, converter);

    /// <summary>The contract of an object.</summary>
    /// <param name="options">The options.</param>
    /// <param name="properties">Creates the contracts of its properties, on first use.</param>
    /// <param name="create">Constructs it without arguments; null if that is not possible.</param>
    /// <param name="createWith">Constructs it with arguments; null if there are none.</param>
    /// <param name="parameters">Describes these arguments.</param>
    public static JsonTypeInfo OfObject<T>(JsonSerializerOptions options, Func<JsonSerializerOptions, JsonPropertyInfo[]> properties,
        Func<T>? create = null, Func<object[], T>? createWith = null, Func<JsonParameterInfoValues[]>? parameters = null) where T : notnull
    {
        if (IsCustom<T>(options, out var custom)) return custom;

        var contract = JsonMetadataServices.CreateObjectInfo(options, new JsonObjectInfoValues<T>
        {
            ObjectCreator = create,
            ObjectWithParameterizedConstructorCreator = createWith,
            ConstructorParameterMetadataInitializer = parameters,
            PropertyMetadataInitializer = _ => properties(options),
        });
        contract.NumberHandling = null; // the options decide; the default is strict
        return contract;
    }

    /// <summary>The contract of a property without special settings.</summary>
    /// <param name="options">The options.</param>
    /// <param name="declaringType">The type that declares it.</param>
    /// <param name="name">Its name in C#.</param>
    /// <param name="getter">Gets its value; null if it has no getter.</param>
    /// <param name="setter">Sets its value; null if it has no setter.</param>
    /// <param name="jsonName">Its name in JSON; null if it follows from the name in C#.</param>
    public static JsonPropertyInfo Property<T>(JsonSerializerOptions options, Type declaringType, string name, Func<object, T?>? getter,
        Action<object, T?>? setter = null, string? jsonName = null)
        => JsonMetadataServices.CreatePropertyInfo(options, new JsonPropertyInfoValues<T>
        {
            IsProperty = true,
            IsPublic = true,
            DeclaringType = declaringType,
            PropertyName = name,
            JsonPropertyName = jsonName,
            Getter = getter,
            Setter = setter,
        });

    /// <summary>An argument of a constructor. It is required if the options require such arguments.</summary>
    public static JsonParameterInfoValues Parameter(int position, string name, Type type) => new() { Name = name, ParameterType = type, Position = position };

    /// <summary>An argument of a constructor that has a default value.</summary>
    public static JsonParameterInfoValues Optional(int position, string name, Type type, object? otherwise)
        => new() { Name = name, ParameterType = type, Position = position, HasDefaultValue = true, DefaultValue = otherwise };

    /// <summary>A converter from an attribute.</summary>
    /// <exception cref="InvalidOperationException">It cannot convert the type.</exception>
    public static JsonConverter<T> Converter<T>(JsonConverter converter, JsonSerializerOptions options)
        => converter.CanConvert(typeof(T)) ? (JsonConverter<T>)Expand<T>(converter, options)!
            : throw new InvalidOperationException($"{converter.GetType()} cannot convert {typeof(T)}.");

    /// <summary>
    /// A converter from an attribute, for a value that may be null: a converter of <typeparamref name="T"/> need not handle null.
    /// </summary>
    /// <exception cref="InvalidOperationException">It converts neither the type nor its nullable form.</exception>
    public static JsonConverter<T?> NullableConverter<T>(JsonConverter converter, JsonSerializerOptions options) where T : struct
        => converter.CanConvert(typeof(T?)) ? (JsonConverter<T?>)Expand<T?>(converter, options)!
            : JsonMetadataServices.GetNullableConverter((JsonTypeInfo<T>)JsonMetadataServices.CreateValueInfo<T>(options, Converter<T>(converter, options)));

    private static JsonConverter Expand<T>(JsonConverter converter, JsonSerializerOptions options)
        => converter is JsonConverterFactory factory ? factory.CreateConverter(typeof(T), options)! : converter;
}
