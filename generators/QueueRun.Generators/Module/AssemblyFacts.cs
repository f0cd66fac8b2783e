using Microsoft.CodeAnalysis;
using QueueRun.Analysis;

namespace QueueRun.Generators;

/// <summary>What emitted code needs to know of the assembly it stands in.</summary>
/// <param name="Name">The assembly's name.</param>
/// <param name="HasQueueRun">Whether code can be emitted that names QueueRun's types.</param>
/// <param name="HasVar">Whether some type of the program is called <c>var</c>.</param>
/// <remarks>Read from the compilation at every edit, and equal as long as nothing of this changes.</remarks>
internal sealed record AssemblyFacts(string Name, bool HasQueueRun, bool HasVar)
{
    private static readonly string[] s_namespaces = ["System", "Microsoft", "QueueRun"];

    /// <summary>The namespace of everything that is emitted.</summary>
    public string Namespace => GeneratedNames.Namespace(Name);

    public static AssemblyFacts Read(Compilation compilation)
        => new(compilation.AssemblyName ?? "", KnownTypes.Of(compilation).HasQueueRun && !HidesNamespaces(compilation),
            compilation.ContainsSymbolsWithName("var", SymbolFilter.Type));

    // A type 'System' or 'QueueRun' outside of any namespace hides the namespace from everybody: no code could name what stands in it.
    private static bool HidesNamespaces(Compilation compilation)
        => s_namespaces.Any(name => !compilation.Assembly.GlobalNamespace.GetTypeMembers(name, 0).IsEmpty);
}

/// <summary>The module of an assembly that this one references, directly or not.</summary>
/// <param name="Name">The assembly's name.</param>
/// <param name="Type">The module as code names it; null where this assembly does not see it: one that it does see adds it.</param>
/// <param name="Alias">The extern alias that the name needs; null without one.</param>
/// <param name="Content">What it brings.</param>
internal sealed record ReferencedModule(string Name, string? Type, string? Alias, ModuleContent Content)
{
    /// <summary>All of them, in the order of their names. Equal as long as no referenced assembly brings anything else.</summary>
    public static EquatableArray<ReferencedModule> ReadAll(Compilation compilation)
        => AnnouncedModule.ReadAll(compilation).Select(module => Read(module, compilation)).ToEquatableArray();

    private static ReferencedModule Read(AnnouncedModule module, Compilation compilation)
    {
        if (module is not { Assembly: { } assembly, Type: { } type }) return new(module.Name, null, null, module.Content);
        var alias = assembly.ForeignAliases(compilation) is { IsEmpty: false } aliases ? GeneratedNames.Escape(aliases[0]) : null;
        var name = Emitted.Name(type);
        return new(module.Name, alias is null ? name : alias + name.Substring("global".Length), alias, module.Content);
    }
}
