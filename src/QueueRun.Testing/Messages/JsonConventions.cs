using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using QueueRun.Hosting;
using QueueRun.Messaging;

namespace QueueRun.Testing.Messages;

/// <summary>
/// JSON by each assembly's <c>[SocketJson]</c>, by reflection: a type follows the assembly that declares it, and a type of an assembly
/// without QueueRun follows the message that contains it.
/// </summary>
internal static class JsonConventions
{
    private static readonly SocketJsonAttribute s_default = new();
    private static readonly ConcurrentDictionary<Assembly, SocketJsonAttribute?> s_ofAssemblies = new();
    private static readonly ConcurrentDictionary<(JsonKnownNamingPolicy, JsonIgnoreCondition, bool), JsonSerializerOptions> s_options = new();
    private static readonly ConditionalWeakTable<JsonSerializerOptions, JsonSerializerOptions> s_exact = [];

    /// <summary>The options for writing and reading a message of this type.</summary>
    public static JsonSerializerOptions OptionsFor(Type message)
    {
        var settings = Own(message) ?? s_default;
        return s_options.GetOrAdd((settings.PropertyNamingPolicy, settings.DefaultIgnoreCondition, settings.UseStringEnumConverter), _ => Create(settings));
    }

    /// <summary>
    /// The same for types without a marking property: a message is of such a type if it has exactly the type's properties.
    /// </summary>
    public static JsonSerializerOptions ExactOptionsFor(Type message)
        => s_exact.GetValue(OptionsFor(message), static options => new(options)
        {
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectRequiredConstructorParameters = true,
        });

    // A list of messages follows its elements. Null if none of the assemblies uses QueueRun.
    private static SocketJsonAttribute? Own(Type type)
        => OfAssembly(type.Assembly) ?? (type.HasElementType ? Own(type.GetElementType()!) : type.GetGenericArguments().Select(Own).FirstOrDefault(found => found is not null));

    private static SocketJsonAttribute? OfAssembly(Assembly assembly)
        => s_ofAssemblies.GetOrAdd(assembly, static assembly
            => assembly.IsDefined(typeof(QueueRunModuleAttribute)) ? assembly.GetCustomAttribute<SocketJsonAttribute>() ?? s_default : null);

    private static JsonSerializerOptions Create(SocketJsonAttribute others)
        => new(JsonSerializerDefaults.Web)
        {
            Encoder = MessageEscaping.Instance,
            AllowOutOfOrderMetadataProperties = true,
            Converters = { new NamedEnums(others) },
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { info => Apply(OfAssembly(info.Type.Assembly) ?? others, info) } },
        };

    private static void Apply(SocketJsonAttribute settings, JsonTypeInfo info)
    {
        if (info.Kind != JsonTypeInfoKind.Object) return;
        foreach (var property in info.Properties)
        {
            if (property.IsExtensionData || property.AttributeProvider is not MemberInfo member) continue;
            if (settings.PropertyNamingPolicy != JsonKnownNamingPolicy.CamelCase && !member.IsDefined(typeof(JsonPropertyNameAttribute)))
                property.Name = Policy(settings.PropertyNamingPolicy)?.ConvertName(member.Name) ?? member.Name;
            if (member.IsDefined(typeof(JsonIgnoreAttribute))) continue;
            var isValue = property.PropertyType.IsValueType && Nullable.GetUnderlyingType(property.PropertyType) is null;
            if (settings.DefaultIgnoreCondition == JsonIgnoreCondition.Never || (isValue && settings.DefaultIgnoreCondition == JsonIgnoreCondition.WhenWritingNull))
                continue;
            var @default = isValue ? RuntimeHelpers.GetUninitializedObject(property.PropertyType) : null;
            property.ShouldSerialize = (_, value) => !Equals(value, @default);
        }
    }

    private static JsonNamingPolicy? Policy(JsonKnownNamingPolicy policy) => policy switch
    {
        JsonKnownNamingPolicy.CamelCase => JsonNamingPolicy.CamelCase,
        JsonKnownNamingPolicy.SnakeCaseLower => JsonNamingPolicy.SnakeCaseLower,
        JsonKnownNamingPolicy.SnakeCaseUpper => JsonNamingPolicy.SnakeCaseUpper,
        JsonKnownNamingPolicy.KebabCaseLower => JsonNamingPolicy.KebabCaseLower,
        JsonKnownNamingPolicy.KebabCaseUpper => JsonNamingPolicy.KebabCaseUpper,
        _ => null,
    };

    private sealed class NamedEnums(SocketJsonAttribute others) : JsonConverterFactory
    {
        private readonly JsonStringEnumConverter _names = new();

        public override bool CanConvert(Type type)
            => type.IsEnum && (OfAssembly(type.Assembly) ?? others).UseStringEnumConverter && !type.IsDefined(typeof(JsonConverterAttribute));

        public override JsonConverter? CreateConverter(Type type, JsonSerializerOptions options) => _names.CreateConverter(type, options);
    }
}
