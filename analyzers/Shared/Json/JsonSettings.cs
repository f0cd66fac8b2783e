using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis.Json;

/// <summary>An assembly's <c>[SocketJson]</c>: the settings for the JSON of its types.</summary>
/// <param name="Naming">The naming of members.</param>
/// <param name="Ignore">Which values are not written.</param>
/// <param name="StringEnums">Whether enums are written as names.</param>
internal sealed record JsonSettings(JsonNaming Naming, JsonIgnore Ignore, bool StringEnums)
{
    /// <summary>The settings without the attribute.</summary>
    public static readonly JsonSettings Default = new(JsonNaming.CamelCase, JsonIgnore.Never, false);

    private static readonly ConditionalWeakTable<Compilation, ConcurrentDictionary<ISymbol, JsonSettings>> s_ofAssemblies = new();

    /// <summary>The settings for a type's JSON that the compilation emits.</summary>
    public static JsonSettings Of(ITypeSymbol type, Compilation compilation)
        => Of(type.ContainingAssembly, compilation);

    /// <summary>Reads the attribute. A value that <see cref="Misuses"/> reports counts as not set.</summary>
    public static JsonSettings Read(AttributeData attribute)
        => new(
            attribute.Named("PropertyNamingPolicy") is int naming && IsNaming(naming) ? (JsonNaming)naming : Default.Naming,
            attribute.Named("DefaultIgnoreCondition") is int ignore && CanBeDefault(ignore) ? (JsonIgnore)ignore : Default.Ignore,
            attribute.Named("UseStringEnumConverter") is true);

    /// <summary>The properties that the attribute sets to invalid values, with the valid ones.</summary>
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

    // An assembly that uses QueueRun has its own settings, by default the default ones. Types of other assemblies follow the assembly that
    // emits their JSON.
    private static JsonSettings Find(IAssemblySymbol assembly, Compilation compilation)
    {
        var known = KnownTypes.Of(compilation);
        var isOwn = SymbolEqualityComparer.Default.Equals(assembly, compilation.Assembly);
        if (!isOwn && !AnnouncedModule.IsIn(assembly, known)) return Of(compilation.Assembly, compilation);
        return assembly.Attribute(known.SocketJson) is { } attribute ? Read(attribute) : Default;
    }
}
