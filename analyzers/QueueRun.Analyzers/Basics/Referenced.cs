using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using QueueRun.Analysis;

namespace QueueRun.Analyzers;

/// <summary>The modules that a compilation is composed of, besides its own.</summary>
/// <param name="Modules">The modules, by name.</param>
/// <param name="Meet">Whether the modules run together in one program. Not in a test project: it may reference several programs that never
/// run together. If it does run them together, their program reports conflicts at start.</param>
internal sealed record Referenced(ImmutableArray<AnnouncedModule> Modules, bool Meet)
{
    public static Referenced Read(Compilation compilation, AnalyzerOptions options) => new(
        AnnouncedModule.ReadAll(compilation), !TestProject.Is(compilation, options));

    /// <summary>Whether to report a conflict at this place; a conflict between two modules has none.</summary>
    public bool IsTold(Location? location) => location is not null || Meet;
}
