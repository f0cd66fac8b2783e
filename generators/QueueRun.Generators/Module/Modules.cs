using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace QueueRun.Generators;

/// <summary>The module of an assembly, and <c>AddQueueRun</c>, which is there even where handlers are broken.</summary>
internal static class Modules
{
    public static void Register(IncrementalGeneratorInitializationContext context,
        IncrementalValueProvider<AssemblyFacts> assembly, IncrementalValueProvider<EquatableArray<EntryPoint>> entryPoints,
        IncrementalValueProvider<ImmutableArray<string>> claims)
    {
        var references = context.CompilationProvider
            .Select(static (compilation, _) => ReferencedModule.ReadAll(compilation))
            .WithTrackingName(TrackingNames.ReferencedModules);
        var content = entryPoints.Combine(claims)
            .Select(static (both, _) => Content(both.Left, both.Right))
            .WithTrackingName(TrackingNames.ModuleContent);

        context.RegisterSourceOutput(assembly, static (output, assembly) =>
        {
            if (!assembly.HasQueueRun) return;
            output.AddSource("EmbeddedAttribute.g.cs", ModuleEmitter.EmitEmbedded().ToSourceText());
            output.AddSource("AddQueueRun.g.cs", ModuleEmitter.EmitAddQueueRun(assembly).ToSourceText());
        });
        context.RegisterSourceOutput(assembly.Combine(references).Combine(content), static (output, all) =>
        {
            var ((assembly, references), content) = all;
            if (assembly.HasQueueRun) output.AddSource("Module.g.cs", ModuleEmitter.EmitModule(assembly, references, content).ToSourceText());
        });
    }

    private static ModuleContent Content(EquatableArray<EntryPoint> entryPoints, ImmutableArray<string> claims) => new()
    {
        Routes = Sort(entryPoints.Select(entryPoint => entryPoint.CanonicalRoute).Where(route => route.Length > 0)),
        Queues = Sort(entryPoints.Select(Queue).OfType<string>()),
        Messages = Sort(claims),
        Authenticate = entryPoints.FirstOrDefault(entryPoint => entryPoint.Kind == EntryPointKind.Authenticate)?.Call.FullName,
        OnConnect = entryPoints.FirstOrDefault(entryPoint => entryPoint.Kind == EntryPointKind.OnConnect)?.Call.FullName,
    };

    private static string? Queue(EntryPoint entryPoint) => entryPoint switch
    {
        { Queue: { } queue } => $"{queue.Name} {queue.FullTypeName}",
        { Kind: EntryPointKind.Schedule } => entryPoint.Call.FullName,
        _ => null,
    };

    private static EquatableArray<string> Sort(IEnumerable<string> texts) => texts.Distinct().OrderBy(text => text, StringComparer.Ordinal).ToEquatableArray();

    /// <summary>What emitted code needs to know of the assembly.</summary>
    public static IncrementalValueProvider<AssemblyFacts> Assembly(IncrementalGeneratorInitializationContext context)
        => context.CompilationProvider.Select(static (compilation, _) => AssemblyFacts.Read(compilation)).WithTrackingName(TrackingNames.Assembly);
}
