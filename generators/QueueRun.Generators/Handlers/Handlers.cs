using Microsoft.CodeAnalysis;

namespace QueueRun.Generators;

/// <summary>From marked methods to the code that calls them.</summary>
internal static class Handlers
{
    public static void Register(IncrementalGeneratorInitializationContext context,
        IncrementalValueProvider<AssemblyFacts> assembly, IncrementalValueProvider<EquatableArray<EntryPoint>> entryPoints)
    {
        var files = entryPoints
            .Select(static (all, _) => HandlerFile.Group([.. all]))
            .WithTrackingName(TrackingNames.HandlerFiles);

        context.RegisterImplementationSourceOutput(files.SelectMany(static (all, _) => all).Combine(assembly), static (output, pair) =>
        {
            if (pair.Right.HasQueueRun) output.AddSource(pair.Left.HintName, HandlerEmitter.Emit(pair.Left, pair.Right).ToSourceText());
        });
        context.RegisterImplementationSourceOutput(files.Combine(assembly), static (output, pair) =>
        {
            if (pair.Right.HasQueueRun && pair.Left.Count > 0)
                output.AddSource("Handlers.g.cs", DescriptorEmitter.Emit(pair.Left, pair.Right).ToSourceText());
        });
    }
}
