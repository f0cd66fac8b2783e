using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis;

/// <summary>A module that a referenced assembly announces, and the canonical routes of its handlers.</summary>
internal sealed record AnnouncedModule(IAssemblySymbol Assembly, INamedTypeSymbol Type, ImmutableArray<string> Routes)
{
    /// <summary>The modules of all assemblies that a compilation references, directly or not.</summary>
    public static IEnumerable<AnnouncedModule> ReadAll(Compilation compilation)
    {
        if (KnownTypes.Of(compilation).QueueRunModule is not { } attribute) yield break;
        foreach (var assembly in compilation.SourceModule.ReferencedAssemblySymbols)
        {
            // Attributes of hundreds of framework assemblies need not be read: who announces a module references the attribute's assembly.
            if (!References(assembly, attribute.ContainingAssembly)) continue;
            if (assembly.Attribute(attribute) is not { } announced) continue;
            if (announced.ConstructorArguments.FirstOrDefault().Value is not INamedTypeSymbol { TypeKind: not TypeKind.Error } type) continue;
            var routes = announced.NamedArguments.FirstOrDefault(argument => argument.Key == "Routes").Value;
            yield return new(assembly, type, Strings(routes));
        }
    }

    private static bool References(IAssemblySymbol assembly, IAssemblySymbol referenced)
        => assembly.Modules.Any(module => module.ReferencedAssemblies.Any(identity => identity.Name == referenced.Name));

    private static ImmutableArray<string> Strings(TypedConstant array)
        => array is { Kind: TypedConstantKind.Array, IsNull: false } ? [.. array.Values.Select(item => item.Value).OfType<string>()] : [];
}
