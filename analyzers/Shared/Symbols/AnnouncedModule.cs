using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis;

/// <summary>A module that another assembly announces, with its contents that may exist only once in a program. Holds symbols.</summary>
/// <param name="Name">The name of the module's assembly.</param>
/// <param name="Assembly">The assembly; null if the compilation only reaches it through another one and does not see it.</param>
/// <param name="Type">The emitted module; null if the compilation does not see it.</param>
/// <param name="Content">Its contents.</param>
internal sealed record AnnouncedModule(string Name, IAssemblySymbol? Assembly, INamedTypeSymbol? Type, ModuleContent Content)
{
    /// <summary>The modules of all assemblies that a compilation references, directly or not, each once, by name.</summary>
    public static ImmutableArray<AnnouncedModule> ReadAll(Compilation compilation)
    {
        if (compilation.GetTypeByMetadataName(MetadataNames.QueueRunModule) is not { } attribute) return [];
        List<AnnouncedModule> seen = [], reached = [];
        foreach (var assembly in compilation.SourceModule.ReferencedAssemblySymbols)
        {
            // Only an assembly that references the attribute's assembly can announce a module: so the attributes of hundreds of framework
            // assemblies are not read.
            if (!References(assembly, attribute.ContainingAssembly)) continue;
            foreach (var announced in assembly.GetAttributes().Where(announced => announced.AttributeClass?.Is(attribute) == true))
            {
                switch (announced.ConstructorArguments.FirstOrDefault().Value)
                {
                    case INamedTypeSymbol { TypeKind: not TypeKind.Error } type:
                        seen.Add(new(assembly.Name, assembly, type, ModuleContent.Read(announced)));
                        break;
                    case string name:
                        reached.Add(new(name, null, null, ModuleContent.Read(announced)));
                        break;
                }
            }
        }
        // An assembly's own announcement is preferred to one in another assembly, which may have been built at another time.
        return [.. seen.Concat(reached).GroupBy(module => module.Name, StringComparer.Ordinal).Select(module => module.First())
            .OrderBy(module => module.Name, StringComparer.Ordinal)];
    }

    /// <summary>Whether an assembly has a module.</summary>
    public static bool IsIn(IAssemblySymbol assembly, KnownTypes known)
        => known.QueueRunModule is { } attribute && References(assembly, attribute.ContainingAssembly) && assembly.Attribute(attribute) is not null;

    private static bool References(IAssemblySymbol assembly, IAssemblySymbol referenced)
        => assembly.Modules.Any(module => module.ReferencedAssemblies.Any(identity => identity.Name == referenced.Name));
}
