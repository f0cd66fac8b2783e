using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace QueueRun.Generators;

/// <summary>
/// Keeps the results of reading attributes. The compiler runs a transform again at every edit anywhere, for each attribute in the program;
/// but while the declarations on which it depends keep their meaning, the earlier result is still valid. An edited file has new nodes: then
/// the result for a declaration is used for the one in the same place. Holds neither symbols nor compilations.
/// </summary>
/// <remarks>Belongs to one driver: a new driver starts without results.</remarks>
internal sealed class TransformCache<T>(Func<GeneratorAttributeSyntaxContext, T> read)
{
    private readonly ConditionalWeakTable<SyntaxNode, Declaration> _declarations = new();
    private readonly ConcurrentDictionary<(string Path, int Number), Slot> _slots = new();

    public T Read(GeneratorAttributeSyntaxContext found, CancellationToken token)
    {
        var declarations = Declarations.Of(found.SemanticModel.Compilation);
        var declaration = _declarations.GetValue(found.TargetNode, Find);
        var before = declaration.Slot.Reading;
        // Files may have the same path, or change places: then the result here is that of another declaration.
        if (before is not null && before.File != declaration.File) before = null;
        if (before is not null && before.All == declarations.All) return before.Value;

        var version = declarations.Version(found.TargetNode.SyntaxTree);
        var value = before is not null && before.Version == version ? before.Value : read(found);
        declaration.Slot.Reading = new(declaration.File, declarations.All, version, value);
        return value;
    }

    private Declaration Find(SyntaxNode node)
    {
        var file = TreeDeclarations.Of(node.SyntaxTree);
        return new(file.Version, file.Number(node) is { } number ? _slots.GetOrAdd((node.SyntaxTree.FilePath, number), static _ => new()) : new());
    }

    /// <summary>A node: the version of its file, and the slot of its result.</summary>
    private sealed record Declaration(DeclarationVersion File, Slot Slot);

    private sealed record Reading(DeclarationVersion File, DeclarationVersion All, DeclarationVersion Version, T Value);

    private sealed class Slot
    {
        /// <summary>Replaced as a whole, because several compilations may be read at the same time.</summary>
        public volatile Reading? Reading;
    }
}
