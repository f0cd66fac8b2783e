using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace QueueRun.Generators;

/// <summary>
/// Remembers what was read where an attribute stands. The compiler runs a transform again at every edit of anything, for each attribute in the program: as
/// long as declarations mean what they did, there is nothing to read again. It holds neither symbols nor compilations, and forgets a node with its tree.
/// </summary>
internal sealed class Memory<T>(Func<GeneratorAttributeSyntaxContext, T> read)
{
    private readonly ConditionalWeakTable<SyntaxNode, Slot> _slots = new();

    public T Read(GeneratorAttributeSyntaxContext found, CancellationToken token)
    {
        var version = DeclarationVersion.Of(found.SemanticModel.Compilation);
        var slot = _slots.GetOrCreateValue(found.TargetNode);
        if (slot.Reading is { } reading && reading.Version == version) return reading.Value;
        var value = read(found);
        slot.Reading = new(version, value);
        return value;
    }

    private sealed record Reading(string Version, T Value);

    private sealed class Slot
    {
        /// <summary>Replaced as a whole: several compilations may be read at once.</summary>
        public volatile Reading? Reading;
    }
}
