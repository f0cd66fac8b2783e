using Microsoft.CodeAnalysis;

namespace QueueRun.Generators;

/// <summary>The facts about an assembly that its emitted code depends on.</summary>
/// <param name="Name">The assembly's name.</param>
/// <param name="HasQueueRun">Whether emitted code can name QueueRun's types.</param>
/// <param name="HasVar">Whether a type of the program is named <c>var</c>.</param>
/// <remarks>Read from the compilation at every edit, and equal until one of these facts changes.</remarks>
internal sealed record AssemblyFacts(string Name, bool HasQueueRun, bool HasVar)
{
    private static readonly string[] s_namespaces = ["System", "Microsoft", "QueueRun"];

    /// <summary>The namespace of all emitted code.</summary>
    public string Namespace => GeneratedNames.Namespace(Name);

    public static AssemblyFacts Read(Compilation compilation)
        => new(compilation.AssemblyName ?? "",
            // Only this one type is looked up: looking up all known types at every keystroke takes a millisecond.
            compilation.GetTypeByMetadataName(MarkedKind.SocketHandler.MetadataName) is not null && !HidesNamespaces(compilation),
            compilation.ContainsSymbolsWithName("var", SymbolFilter.Type));

    // A type 'System' or 'QueueRun' outside any namespace hides the namespace of that name: no code could name the types in it.
    private static bool HidesNamespaces(Compilation compilation)
        => s_namespaces.Any(name => !compilation.Assembly.GlobalNamespace.GetTypeMembers(name, 0).IsEmpty);
}
