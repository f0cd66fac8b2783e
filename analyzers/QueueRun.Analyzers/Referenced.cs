using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using QueueRun.Analysis;

namespace QueueRun.Analyzers;

/// <summary>The modules that a compilation is composed of besides its own.</summary>
/// <param name="Modules">They, by name.</param>
/// <param name="Meet">
/// Whether two of them meet in one program here. Not in a test project: it may reference several programs that never run as one. Where it does
/// compose them, the program that it starts says so.
/// </param>
internal sealed record Referenced(ImmutableArray<AnnouncedModule> Modules, bool Meet)
{
    public static Referenced Read(Compilation compilation, AnalyzerOptions options) => new(
        AnnouncedModule.ReadAll(compilation), !TestProject.Is(compilation, options));

    /// <summary>Whether something found at a place is told: what has none was found between two modules.</summary>
    public bool IsTold(Location? location) => location is not null || Meet;
}
