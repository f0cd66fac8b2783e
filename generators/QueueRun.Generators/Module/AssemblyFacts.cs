using Microsoft.CodeAnalysis;
using QueueRun.Analysis;

namespace QueueRun.Generators;

/// <summary>What emitted code needs to know of the assembly it stands in.</summary>
/// <remarks>Read from the compilation at every edit, and equal as long as nothing of this changes.</remarks>
internal sealed record AssemblyFacts(string Name, bool HasQueueRun)
{
    private static readonly string[] s_namespaces = ["System", "Microsoft", "QueueRun"];

    /// <summary>The namespace of everything that is emitted.</summary>
    public string Namespace => GeneratedNames.Namespace(Name);

    public static AssemblyFacts Read(Compilation compilation)
        => new(compilation.AssemblyName ?? "", KnownTypes.Of(compilation).HasQueueRun && !HidesNamespaces(compilation));

    // A type 'System' or 'QueueRun' outside of any namespace hides the namespace from everybody: no code could name what stands in it.
    private static bool HidesNamespaces(Compilation compilation)
        => s_namespaces.Any(name => !compilation.Assembly.GlobalNamespace.GetTypeMembers(name, 0).IsEmpty);
}

/// <summary>The modules of referenced assemblies.</summary>
internal static class ReferencedModules
{
    /// <summary>The names of the module types, in ordinal order: <c>global::</c> ones, or with the alias of an assembly that is referenced under that only.</summary>
    public static EquatableArray<string> Read(Compilation compilation)
        => AnnouncedModule.ReadAll(compilation)
            .Select(module => module.Assembly.ForeignAliases(compilation) is { IsEmpty: false } aliases
                ? Emitted.Name(module.Type).Replace("global::", GeneratedNames.Escape(aliases[0]) + "::")
                : Emitted.Name(module.Type))
            .OrderBy(name => name, StringComparer.Ordinal).ToEquatableArray();
}
