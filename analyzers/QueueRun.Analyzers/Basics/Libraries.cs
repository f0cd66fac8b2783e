using Microsoft.CodeAnalysis;

namespace QueueRun.Analyzers;

/// <summary>Judges what libraries could do by their references, because the code inside their methods is not visible.</summary>
internal static class Libraries
{
    /// <summary>
    /// Whether a referenced library (neither the platform's nor QueueRun's own) uses an assembly with this name or with a name below it.
    /// </summary>
    public static bool Use(Compilation compilation, string name)
        => compilation.SourceModule.ReferencedAssemblySymbols.Any(library => !IsKnown(library.Name)
            && library.Modules.Any(module => module.ReferencedAssemblies.Any(used => IsBelow(used.Name, name))));

    private static bool IsKnown(string library)
        => IsBelow(library, "System") || IsBelow(library, "Microsoft") || IsBelow(library, "QueueRun") || library is "netstandard" or "mscorlib";

    private static bool IsBelow(string assembly, string name)
        => assembly.StartsWith(name, StringComparison.Ordinal) && (assembly.Length == name.Length || assembly[name.Length] == '.');
}
