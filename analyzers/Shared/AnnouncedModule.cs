using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis;

/// <summary>A module that a referenced assembly announces, the canonical routes of its handlers, and its queues.</summary>
/// <param name="Assembly">The assembly.</param>
/// <param name="Type">The emitted module.</param>
/// <param name="Routes">The canonical routes.</param>
/// <param name="Queues">Each queue's name, a space, and the full name of the type of its jobs.</param>
internal sealed record AnnouncedModule(IAssemblySymbol Assembly, INamedTypeSymbol Type, ImmutableArray<string> Routes, ImmutableArray<string> Queues)
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
            yield return new(assembly, type, Strings(announced, "Routes"), Strings(announced, "Queues"));
        }
    }

    /// <summary>Whether an assembly has a module.</summary>
    public static bool IsIn(IAssemblySymbol assembly, KnownTypes known)
        => known.QueueRunModule is { } attribute && References(assembly, attribute.ContainingAssembly) && assembly.Attribute(attribute) is not null;

    private static bool References(IAssemblySymbol assembly, IAssemblySymbol referenced)
        => assembly.Modules.Any(module => module.ReferencedAssemblies.Any(identity => identity.Name == referenced.Name));

    private static ImmutableArray<string> Strings(AttributeData announced, string property)
        => announced.NamedArguments.FirstOrDefault(argument => argument.Key == property).Value is { Kind: TypedConstantKind.Array, IsNull: false } array
            ? [.. array.Values.Select(item => item.Value).OfType<string>()] : [];
}
