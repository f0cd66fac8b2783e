using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis.Json;

/// <summary>What an assembly's <c>[SocketJson]</c> says of the JSON of its types.</summary>
/// <param name="Naming">What members are called.</param>
/// <param name="Ignore">Which values are not written.</param>
/// <param name="StringEnums">Whether enums are written by their names.</param>
internal sealed record JsonSettings(JsonNaming Naming, JsonIgnore Ignore, bool StringEnums)
{
    /// <summary>Without the attribute.</summary>
    public static readonly JsonSettings Default = new(JsonNaming.CamelCase, JsonIgnore.Never, false);

    private static readonly ConditionalWeakTable<Compilation, ConcurrentDictionary<ISymbol, JsonSettings>> s_ofAssemblies = new();

    /// <summary>The settings that a type's JSON follows when the compilation emits it.</summary>
    public static JsonSettings Of(ITypeSymbol type, Compilation compilation)
        => Of(type.ContainingAssembly, compilation);

    /// <summary>Reads the attribute. A value that <see cref="Misuses"/> tells of counts as not set.</summary>
    public static JsonSettings Read(AttributeData attribute)
        => new(
            attribute.Named("PropertyNamingPolicy") is int naming && IsNaming(naming) ? (JsonNaming)naming : Default.Naming,
            attribute.Named("DefaultIgnoreCondition") is int ignore && CanBeDefault(ignore) ? (JsonIgnore)ignore : Default.Ignore,
            attribute.Named("UseStringEnumConverter") is true);

    /// <summary>The properties that the attribute sets to what they cannot be, and what they may be.</summary>
    public static IEnumerable<(string Property, string Allowed)> Misuses(AttributeData attribute)
    {
        if (attribute.Named("PropertyNamingPolicy") is int naming && !IsNaming(naming))
            yield return ("PropertyNamingPolicy", "a policy that JsonKnownNamingPolicy names");
        if (attribute.Named("DefaultIgnoreCondition") is int ignore && !CanBeDefault(ignore))
            yield return ("DefaultIgnoreCondition", "Never, WhenWritingNull or WhenWritingDefault");
    }

    private static bool IsNaming(int value) => Enum.IsDefined(typeof(JsonNaming), value);

    private static bool CanBeDefault(int value) => (JsonIgnore)value is JsonIgnore.Never or JsonIgnore.WhenWritingDefault or JsonIgnore.WhenWritingNull;

    private static JsonSettings Of(IAssemblySymbol assembly, Compilation compilation)
        => s_ofAssemblies.GetValue(compilation, static _ => new(SymbolEqualityComparer.Default))
            .GetOrAdd(assembly, assembly => Find((IAssemblySymbol)assembly, compilation));

    // Whoever uses QueueRun has chosen, if only by saying nothing. The types of others follow whoever emits their JSON.
    private static JsonSettings Find(IAssemblySymbol assembly, Compilation compilation)
    {
        var known = KnownTypes.Of(compilation);
        var isOwn = SymbolEqualityComparer.Default.Equals(assembly, compilation.Assembly);
        if (!isOwn && !AnnouncedModule.IsIn(assembly, known)) return Of(compilation.Assembly, compilation);
        return assembly.Attribute(known.SocketJson) is { } attribute ? Read(attribute) : Default;
    }
}
