using Microsoft.CodeAnalysis;
using QueueRun.Analysis;

namespace QueueRun.Generators;

/// <summary>What emitted code needs to know of the assembly it stands in.</summary>
/// <remarks>Read from the compilation at every edit, and equal as long as nothing of this changes.</remarks>
internal sealed record AssemblyFacts(string Name, bool HasQueueRun)
{
    /// <summary>The namespace of everything that is emitted.</summary>
    public string Namespace => GeneratedNames.Namespace(Name);

    public static AssemblyFacts Read(Compilation compilation) => new(compilation.AssemblyName ?? "", KnownTypes.Of(compilation).HasQueueRun);
}

/// <summary>The modules of referenced assemblies.</summary>
internal static class ReferencedModules
{
    /// <summary>The <c>global::</c> names of the module types, in ordinal order.</summary>
    public static EquatableArray<string> Read(Compilation compilation)
        => AnnouncedModule.ReadAll(compilation).Select(module => Emitted.Name(module.Type)).OrderBy(name => name, StringComparer.Ordinal).ToEquatableArray();
}
