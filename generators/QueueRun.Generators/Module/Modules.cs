using Microsoft.CodeAnalysis;

namespace QueueRun.Generators;

/// <summary>The module of an assembly, and <c>AddQueueRun</c>, which is there even where handlers are broken.</summary>
internal static class Modules
{
    public static void Register(IncrementalGeneratorInitializationContext context,
        IncrementalValueProvider<AssemblyFacts> assembly, IncrementalValueProvider<EquatableArray<EntryPoint>> entryPoints)
    {
        var references = context.CompilationProvider
            .Select(static (compilation, _) => ReferencedModules.Read(compilation))
            .WithTrackingName(TrackingNames.ReferencedModules);
        var routes = entryPoints
            .Select(static (all, _) => all.Select(entryPoint => entryPoint.CanonicalRoute)
                .Where(route => route.Length > 0).Distinct().OrderBy(route => route, StringComparer.Ordinal).ToEquatableArray())
            .WithTrackingName(TrackingNames.Routes);
        var queues = entryPoints
            .Select(static (all, _) => all.Select(entryPoint => entryPoint.Queue).OfType<JobQueue>()
                .Select(queue => $"{queue.Name} {queue.FullTypeName}").Distinct().OrderBy(queue => queue, StringComparer.Ordinal).ToEquatableArray())
            .WithTrackingName(TrackingNames.Queues);

        context.RegisterSourceOutput(assembly, static (output, assembly) =>
        {
            if (!assembly.HasQueueRun) return;
            output.AddSource("EmbeddedAttribute.g.cs", ModuleEmitter.EmitEmbedded().ToSourceText());
            output.AddSource("AddQueueRun.g.cs", ModuleEmitter.EmitAddQueueRun(assembly).ToSourceText());
        });
        context.RegisterSourceOutput(assembly.Combine(references).Combine(routes).Combine(queues), static (output, all) =>
        {
            var (((assembly, references), routes), queues) = all;
            if (assembly.HasQueueRun) output.AddSource("Module.g.cs", ModuleEmitter.EmitModule(assembly, references, routes, queues).ToSourceText());
        });
    }

    /// <summary>What emitted code needs to know of the assembly.</summary>
    public static IncrementalValueProvider<AssemblyFacts> Assembly(IncrementalGeneratorInitializationContext context)
        => context.CompilationProvider.Select(static (compilation, _) => AssemblyFacts.Read(compilation)).WithTrackingName(TrackingNames.Assembly);
}
