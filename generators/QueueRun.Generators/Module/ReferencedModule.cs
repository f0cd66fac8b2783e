using Microsoft.CodeAnalysis;

namespace QueueRun.Generators;

/// <summary>The module of an assembly that this one references, directly or not.</summary>
/// <param name="Name">The assembly's name.</param>
/// <param name="Type">The module's name in code; null if this assembly does not see it: then a module that it does see adds it.</param>
/// <param name="Alias">The extern alias that the name needs; null without one.</param>
/// <param name="Content">Its contents.</param>
internal sealed record ReferencedModule(string Name, string? Type, string? Alias, ModuleContent Content)
{
    /// <summary>All referenced modules, in the order of their names. Equal until the contents of a referenced assembly change.</summary>
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
